"""Arrays as they stand in source. Hover over one to see its softmax.

A docstring often shows what a model returned:

>>> model(batch)
tensor([[ 3.2104, -1.0733,  0.4418],
        [-0.8291,  2.7735,  0.1062]], grad_fn=<AddmmBackward0>)
"""

import math

# One row of logits for three classes; the first is the likeliest.
logits = [2.0, 1.0, 0.1]

# Two rows and their labels. Cross-entropy: 0.41703 and 0.22005.
batch = {
    "logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]],
    "labels": [0, 1],
}

# Sure, and wrong if the label is 1: the loss is 104, though float32 says log(0).
overconfident_logits = [104.0, 0.0, -3.0]

# Masked classes hold minus infinity and get probability 0.
masked_logits = [1.5, float("-inf"), 0.2, float("-inf"), -0.7]

# What NumPy printed:
# array([[-1.2039728 , -0.6931472 , -1.6094379 ],
#        [ 0.18232156,  1.0986123 , -0.35667494]], dtype=float32)

# Probabilities, not logits: each row sums to 1.
probabilities = [[0.7, 0.2, 0.1], [0.05, 0.9, 0.05]]


def log_sum_exp(scores):
    """log(sum(exp(x))) without overflow.

    >>> log_sum_exp([1000.0, 1000.0])
    1000.6931471805599
    """
    top = max(scores)
    return top + math.log(sum(math.exp(score - top) for score in scores))


def cross_entropy(scores, label):
    """
    >>> cross_entropy([104.0, 0.0, -3.0], 1)
    104.0
    """
    return log_sum_exp(scores) - scores[label]
