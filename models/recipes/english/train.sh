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

# $1: name of the pipeline; $2, $3: its training and its development file; what follows goes to spacy train
train() {
    if [ ! -f "$work/$1.done" ]; then
        name=$1 train=$2 dev=$3
        shift 3
        python -m spacy train "$here/$name.cfg" --output "$work/$name" \
            --paths.train "$work/$train.spacy" --paths.dev "$work/$dev.spacy" "$@" >"$work/$name.log" 2>&1
        set -- "$name"
        touch "$work/$1.done"
    fi
}

train syntax syntax-train syntax-dev &
syntax=$!
train names ner-train ner-dev
train people people-train ner-dev --paths.names "$work/names/model-best"
wait "$syntax"

python "$here/assemble.py" "$work" "$here/../../english"
python "$here/evaluate.py" "$corpora"
