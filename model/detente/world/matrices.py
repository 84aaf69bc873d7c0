"""Moves between layouts and fixed-order products on padded arrays: transpose, broadcast, sums, matrix products."""

from __future__ import annotations

from detente.compiled import jit


@jit
def transpose(x, out, n, w):
    """Write out[i, j] = x[j, i] for the first n rows and columns, in tiles that stay in cache; padding stays."""
    for a in range(0, n, 8):
        for b in range(0, n, 8):
            for i in range(a, min(a + 8, n)):
                for j in range(b, min(b + 8, n)):
                    out[i * w + j] = x[j * w + i]


@jit
def copy(x, out):
    """Write out = x."""
    for d in range(out.size):
        out[d] = x[d]


@jit
def clear(x):
    """Write zero into every element of a two-dimensional array."""
    for a in range(x.shape[0]):
        row = x[a]
        for d in range(row.size):
            row[d] = 0.0


@jit
def spread_rows(x, out, n, w):
    """Write out[i, j] = x[i]: the observer's own value at every target."""
    for i in range(n):
        for j in range(w):
            out[i * w + j] = x[i]


@jit
def spread_columns(x, out, n, w):
    """Write out[i, j] = x[j]: the target's value at every observer."""
    for i in range(n):
        for j in range(w):
            out[i * w + j] = x[j]


@jit
def row_sums(x, out, n, w):
    """Write out[i] = sum over j of x[i, j], in eight fixed partial sums (widths are multiples of eight)."""
    for i in range(n):
        a = i * w
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
        for j in range(a, a + w, 8):
            s0 += x[j]
            s1 += x[j + 1]
            s2 += x[j + 2]
            s3 += x[j + 3]
            s4 += x[j + 4]
            s5 += x[j + 5]
            s6 += x[j + 6]
            s7 += x[j + 7]
        out[i] = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))


@jit
def total(x):
    """Return the sum of an array; eight fixed partial sums where the length is a multiple of eight."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    whole = x.size - x.size % 8
    for d in range(0, whole, 8):
        s0 += x[d]
        s1 += x[d + 1]
        s2 += x[d + 2]
        s3 += x[d + 3]
        s4 += x[d + 4]
        s5 += x[d + 5]
        s6 += x[d + 6]
        s7 += x[d + 7]
    s = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))
    for d in range(whole, x.size):
        s += x[d]
    return s


@jit
def product(a, b, out, n, pad):
    """Write out = a @ b for n rows of len(pad) columns, summed over k in order; padding holds zeros.

    The tuple's length is a compile-time constant: at small widths the inner sum unrolls and rows stay in registers.
    At large ones `a` is taken to be sparse (few allies): rows of b are added where a is not zero.
    """
    w = len(pad)
    if w <= 32:
        for i in range(n):
            for j in range(w):
                s = 0.0
                for k in range(w):
                    s += a[i * w + k] * b[k * w + j]
                out[i * w + j] = s
        return
    for i in range(n):
        o = i * w
        for j in range(w):
            out[o + j] = 0.0
        for k in range(n):
            x = a[o + k]
            if x != 0.0:
                for j in range(w):
                    out[o + j] += x * b[k * w + j]


@jit
def symmetric_product(a, b, out, n, pad):
    """Write out = a @ b where the result is symmetric (a @ a for symmetric a, or a @ a transposed)."""
    w = len(pad)
    if w <= 32:
        product(a, b, out, n, pad)
        return
    for i in range(0, w, 4):
        _four_rows(a, b, out, i, w)
    for p in range(0, n, 8):
        for q in range(0, p + 8, 8):
            for i in range(p, min(p + 8, n)):
                for j in range(q, min(q + 8, i)):
                    out[i * w + j] = out[j * w + i]


@jit
def _four_rows(a, b, out, i, w):
    """Write rows i to i + 3 from column i on; the four share each row of b that is read."""
    o = i * w
    for d in range(o, o + 4 * w):
        out[d] = 0.0
    for k in range(0, w, 2):
        p, q, r, s = o + k, o + w + k, o + 2 * w + k, o + 3 * w + k
        a0, a1, b0, b1, c0, c1, d0, d1 = a[p], a[p + 1], a[q], a[q + 1], a[r], a[r + 1], a[s], a[s + 1]
        v = k * w
        for j in range(i, w):
            x, y = b[v + j], b[v + w + j]
            out[o + j] = (out[o + j] + a0 * x) + a1 * y
            out[o + w + j] = (out[o + w + j] + b0 * x) + b1 * y
            out[o + 2 * w + j] = (out[o + 2 * w + j] + c0 * x) + c1 * y
            out[o + 3 * w + j] = (out[o + 3 * w + j] + d0 * x) + d1 * y


@jit
def mask_product(x, y, out):
    """Write out = x * y element by element."""
    for d in range(x.size):
        out[d] = x[d] * y[d]
