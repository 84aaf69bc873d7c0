"""The compiled passes over configurations: who moves first, where a descent ends, descents from given starts.

A configuration of n actors is a number of n - 1 bits: bit k is 0 where actor k stands on the side of the last actor.
All that these passes call stands in this file: the cache of compiled code watches it and nothing else.
"""

from __future__ import annotations

from detente.compiled import jit


@jit
def first_moves(low, high, sizes, tolerance, slack, best, moves):
    """Write into moves[2^(n-1)] who moves first from each configuration by steepest descent, or -1 where it is stable.

    low[n, 2^L] and high[n, 2^H] hold the pull sum_j s_j p_kj x_j (x = 1 or -1) of the actors of the lower and of the higher
    bits (the last actor counts to the higher).  An actor moves if its frustration falls by more than its `tolerance`;
    of several, the one that lowers the energy most; within `slack` of each other, the first.  best[2^L] is scratch.
    Returns the number of configurations in which more than one actor was first.
    """
    n, block, blocks = low.shape[0], low.shape[1], high.shape[1]
    low_bits = 0
    while (1 << low_bits) < block:
        low_bits += 1
    shared = 0
    for b in range(blocks):
        out = moves[b * block : (b + 1) * block]
        for a in range(block):
            best[0, a] = -1.0e300
            best[1, a] = 0.0
            out[a] = -1
        for k in range(n):
            pull, rest, size, least = low[k], high[k, b], sizes[k], tolerance[k]
            turn = 1.0
            if low_bits <= k < n - 1 and (b >> (k - low_bits)) & 1:
                turn = -1.0
            shift = k if k < low_bits else 62
            for a in range(block):
                sign = turn * (1.0 - 2.0 * ((a >> shift) & 1))
                gain = -sign * (pull[a] + rest)
                drop = size * gain
                moving = gain > least
                ahead = moving and drop > best[0, a] + slack
                level = moving and not ahead and drop >= best[0, a] - slack
                best[1, a] = 0.0 if ahead else (1.0 if level else best[1, a])
                best[0, a] = drop if ahead else best[0, a]
                out[a] = k if ahead else out[a]
        for a in range(block):
            shared += int(best[1, a])
    return shared


@jit
def settle(moves, n, ends, basins):
    """Write into ends[2^(n-1)] (given as -1) the stable configuration each descent ends in, and count them in basins."""
    everyone = (1 << (n - 1)) - 1
    for x in range(moves.size):
        y = x
        while ends[y] < 0 and moves[y] >= 0:
            y ^= everyone if moves[y] == n - 1 else 1 << moves[y]
        end = ends[y] if ends[y] >= 0 else y
        y = x
        while ends[y] < 0:
            ends[y] = end
            if moves[y] >= 0:
                y ^= everyone if moves[y] == n - 1 else 1 << moves[y]
        basins[end] += 1


@jit
def descend(signs, weights, sizes, tolerance, slack, pull):
    """Move each row of signs [starts, n] (1 or -1) to the stable configuration of its descent; pull[n] is scratch.

    weights[k, j] = s_j p_kj.  The rule is that of `first_moves`.
    """
    n = sizes.size
    for r in range(signs.shape[0]):
        x = signs[r]
        for k in range(n):
            s = 0.0
            for j in range(n):
                s += weights[k, j] * x[j]
            pull[k] = s
        while True:
            mover, most = -1, -1.0e300
            for k in range(n):
                gain = -x[k] * pull[k]
                if gain > tolerance[k] and sizes[k] * gain > most + slack:
                    mover, most = k, sizes[k] * gain
            if mover < 0:
                break
            x[mover] = -x[mover]
            for k in range(n):
                pull[k] += 2.0 * weights[k, mover] * x[mover]


@jit
def felt(signs, weights, out):
    """Write into out[2, m, n] the frustration of each actor where signs [m, n] have it, and were it to move; in order of j."""
    n = weights.shape[0]
    for r in range(signs.shape[0]):
        x = signs[r]
        for k in range(n):
            here = there = 0.0
            for j in range(n):
                if x[j] == x[k]:
                    there += weights[k, j]
                else:
                    here += weights[k, j]
            out[0, r, k] = here
            out[1, r, k] = there
