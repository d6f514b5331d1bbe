package dev.plumbline.scaffold;

/**
 * A scalar factor of a tensor: a sign and powers of the batch size n and of the learning rate.
 *
 * @param isNegative whether the sign is reversed
 * @param n the power of the batch size
 * @param rate the power of the learning rate
 */
public record Scale(boolean isNegative, int n, int rate) {
    public static final Scale ONE = new Scale(false, 0, 0);
    public static final Scale NEGATIVE = new Scale(true, 0, 0);
    public static final Scale N = new Scale(false, 1, 0);
    public static final Scale RATE = new Scale(false, 0, 1);

    /** The product of both factors. */
    public Scale times(Scale factor) {
        return new Scale(isNegative != factor.isNegative, n + factor.n, rate + factor.rate);
    }

    /** 1 divided by this factor. */
    public Scale inverse() {
        return new Scale(isNegative, -n, -rate);
    }

    /** The product with a formula, without the sign; a sum has parentheses. */
    String of(String formula, String batchSize) {
        String product = "rate * ".repeat(Math.max(0, rate)) + formula + (" * " + batchSize).repeat(Math.max(0, n));
        return product + (" / " + batchSize).repeat(Math.max(0, -n)) + " / rate".repeat(Math.max(0, -rate));
    }
}
