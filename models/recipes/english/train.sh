#!/bin/sh
# The whole recipe, from corpora to models/english. A step whose output is there is not done again.
#
#     ./train.sh CORPORA_EN WORK_DIR
#
# Seeds are fixed and one thread is used, so that two runs can be compared.
# The two trainings run side by side on two cores; allow two hours.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
corpora=$1
work=$2
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BLIS_NUM_THREADS=1 PYTHONHASHSEED=0

if [ ! -f "$work/prepared" ]; then
    python "$here/prepare.py" "$corpora" "$work"
    touch "$work/prepared"
fi

# $1: name of the pipeline; $2: prefix of its corpus files
train() {
    if [ ! -f "$work/$1.done" ]; then
        python -m spacy train "$here/$1.cfg" --output "$work/$1" \
            --paths.train "$work/$2-train.spacy" --paths.dev "$work/$2-dev.spacy" >"$work/$1.log" 2>&1
        touch "$work/$1.done"
    fi
}

train syntax syntax &
syntax=$!
train names ner
wait "$syntax"

python "$here/assemble.py" "$work" "$here/../../english"
python "$here/evaluate.py" "$corpora"
