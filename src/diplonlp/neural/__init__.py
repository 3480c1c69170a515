"""The taggers: features of words, windows, one network a language run by onnxruntime, and what its answers mean."""
