package dev.plumbline.math;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Several sums of doubles without any rounding error: {@link #of} is the exact sum of all terms, rounded once to the nearest
 * double. So a sum depends neither on the order of its terms nor on how they were divided among several objects that are
 * {@linkplain #merge merged} later. A sum with terms that are not finite is what IEEE 754 makes of those terms alone.
 *
 * <p>Each sum has three parts. A term is added to the first; the rounding error of that, which is a double, to the second; and
 * the rounding error of that, which is nearly always 0, to a fixed-point number that covers all doubles: digits of 32 bits in
 * words of 64, so that {@value #MOST_PENDING} terms fit before a carry (Neal, "Fast exact summation using small and large
 * superaccumulators", 2015).
 */
public final class ExactSums implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int DIGIT = 32; // bits
    private static final long MASK = (1L << DIGIT) - 1;
    private static final int WORDS = 67; // 2098 bits from the smallest double to the largest, and room for carries
    private static final int MOST_PENDING = 1000; // terms below 2^53 in a word of 64 bits
    private static final int LOWEST = -1074; // 2^LOWEST is the smallest double, and the unit of the lowest word
    private static final int MANTISSA = 53; // bits

    private static final double LARGE = 0x1p1000; // sums of larger numbers could overflow

    private final double[] sums;
    private final double[] errors;
    private final long[] words; // sums × WORDS
    private final int[] pending; // for each sum: the number of terms since the last carry
    private final double[] notFinite;

    /** This number of sums, all 0. */
    public ExactSums(int count) {
        sums = new double[count];
        errors = new double[count];
        words = new long[count * WORDS];
        pending = new int[count];
        notFinite = new double[count];
    }

    /** Adds a term to a sum. */
    public void add(int which, double term) {
        double sum = sums[which];
        double next = sum + term;
        double part = next - sum;
        double lost = (sum - (next - part)) + (term - part); // exact (Knuth's TwoSum)
        double error = errors[which];
        double nextError = error + lost;
        part = nextError - error;
        double rest = (error - (nextError - part)) + (lost - part);
        if (rest == 0 && Math.abs(next) <= LARGE) {
            sums[which] = next;
            errors[which] = nextError;
        } else {
            addExactly(which, term);
        }
    }

    private void addExactly(int which, double term) {
        long bits = Double.doubleToRawLongBits(term);
        int exponent = (int) (bits >>> (MANTISSA - 1)) & 0x7ff;
        long mantissa = bits & ((1L << (MANTISSA - 1)) - 1);
        if (exponent == 0x7ff) {
            notFinite[which] += term;
            return;
        }
        if (exponent == 0) {
            exponent = 1; // subnormal: no implicit bit
        } else {
            mantissa |= 1L << (MANTISSA - 1);
        }
        int position = exponent - 1;
        int word = which * WORDS + position / DIGIT;
        int shift = position % DIGIT;
        long low = (mantissa << shift) & MASK;
        long high = mantissa >>> (DIGIT - shift);
        if (bits >= 0) {
            words[word] += low;
            words[word + 1] += high;
        } else {
            words[word] -= low;
            words[word + 1] -= high;
        }
        if (++pending[which] == MOST_PENDING) {
            carry(which);
        }
    }

    /** Moves all parts of a sum into its words. */
    private void settle(int which) {
        addExactly(which, sums[which]);
        addExactly(which, errors[which]);
        sums[which] = 0;
        errors[which] = 0;
        carry(which);
    }

    /** Leaves a digit of 32 bits in each word; the last word has the sign. */
    private void carry(int which) {
        int last = (which + 1) * WORDS - 1;
        for (int word = which * WORDS; word < last; word++) {
            words[word + 1] += words[word] >> DIGIT;
            words[word] &= MASK;
        }
        pending[which] = 0;
    }

    /**
     * Adds all terms of other sums.
     *
     * @param addend as many sums; its sums do not change
     * @return these sums
     */
    public ExactSums merge(ExactSums addend) {
        if (addend.pending.length != pending.length) {
            throw new IllegalArgumentException(
                    "cannot merge " + addend.pending.length + " sums into " + pending.length);
        }
        for (int which = 0; which < pending.length; which++) {
            addend.settle(which);
            settle(which);
            for (int word = which * WORDS; word < (which + 1) * WORDS; word++) {
                words[word] += addend.words[word];
            }
            carry(which);
            notFinite[which] += addend.notFinite[which];
        }
        return this;
    }

    /** The number of sums. */
    public int count() {
        return pending.length;
    }

    /** The sum, rounded to the nearest double; of two equally near ones to the even one. */
    public double of(int which) {
        if (notFinite[which] != 0) {
            return notFinite[which];
        }
        settle(which);
        BigInteger exact = BigInteger.valueOf(words[(which + 1) * WORDS - 1]);
        for (int word = WORDS - 2; word >= 0; word--) {
            exact = exact.shiftLeft(DIGIT).or(BigInteger.valueOf(words[which * WORDS + word]));
        }
        double size = rounded(exact.abs());
        return exact.signum() < 0 ? -size : size;
    }

    private static double rounded(BigInteger units) {
        int dropped = Math.max(0, units.bitLength() - MANTISSA);
        BigInteger kept = units.shiftRight(dropped);
        boolean above = dropped > 0 && units.testBit(dropped - 1);
        boolean tie = above && units.getLowestSetBit() == dropped - 1;
        if (above && (!tie || kept.testBit(0))) {
            kept = kept.add(BigInteger.ONE);
        }
        return Math.scalb((double) kept.longValue(), dropped + LOWEST);
    }
}
