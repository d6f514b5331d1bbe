package dev.plumbline.diagnose.findings;

/**
 * A mistake that reproduces the network's tensor.
 *
 * @param mistake the mistake
 * @param because the variant of the mistake, if there are several; may be empty
 * @param layer the layer in which it is made
 * @param isOfOneLayer whether it is made in no other layer
 * @param formula the correct formula; empty until the diagnosis is complete
 * @param lines the correct lines in the network's notation; empty until the diagnosis is complete
 */
public record Explanation(
        Mistake mistake, String because, int layer, boolean isOfOneLayer, String formula, CodeLines lines) {

    /** A mistake in one layer. */
    public static Explanation of(Mistake mistake, String because, int layer) {
        return of(mistake, because, layer, true);
    }

    /** A mistake in one layer, or in every layer where it can be made, among them this one. */
    public static Explanation of(Mistake mistake, String because, int layer, boolean isOfOneLayer) {
        return new Explanation(mistake, because, layer, isOfOneLayer, "", CodeLines.NONE);
    }

    /** A copy with the formula and the lines. */
    public Explanation written(String correct, CodeLines correctLines) {
        return new Explanation(mistake, because, layer, isOfOneLayer, correct, correctLines);
    }
}
