#!/bin/sh
# Both models, from corpora to models/english and models/russian. What is done already is not done again: an
# interrupted run goes on after the last finished epoch.
#
#     ./train.sh CORPORA ANNOTATIONS WORK_DIR OUT_DIR [open]
#
# "open" leaves out the corpus whose repository states no licence (NEREL). Seeds are fixed and every training has one
# thread; the two languages run side by side. Two and a half hours on two cores, 5 GB of memory.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
corpora=$1 annotations=$2 work=$3 out=$4 kind=${5:-all}
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0
mkdir -p "$work" "$out"
open=$([ "$kind" = open ] && echo 1 || echo 0)

# $1: language; $2: its corpora; $3: the work folder of one training; what follows are its options
train() {
    lang=$1 files=$2 folder=$3
    shift 3
    python "$here/train_$lang.py" "$files" "$annotations" "$folder" seed=1 "$@"
}

# $1: language; $2: its corpora; $3: the work folder of its last training
finish() {
    python "$here/export.py" "$1" "$3" "$annotations" "$out/$1"
    python "$here/calibrate.py" "$1" "$2" "$annotations" "$out/$1"
}

english() {
    train english "$corpora/en" "$work/english" epochs=5
    # A short last stage with smaller steps, in which this project's own annotations count for more.
    train english "$corpora/en" "$work/english-last" epochs=1 start="$work/english" rate=6e-5 head_rate=3e-4 \
        average=0.99 annotations/train=16 others=0.15 gmb_train=0.08 trees=0.3
    finish english "$corpora/en" "$work/english-last"
}

english &
english=$!
train russian "$corpora/ru" "$work/russian-$kind" open="$open"
finish russian "$corpora/ru" "$work/russian-$kind"
wait "$english"
