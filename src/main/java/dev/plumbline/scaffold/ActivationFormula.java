package dev.plumbline.scaffold;

/**
 * The formulas of an activation.
 *
 * @param name the name of its function
 * @param forward the formula of a, with z
 * @param slope the factor of ∂l/∂a, with z and a; it can be used in a product without parentheses
 * @param slopeOfA the same with a alone; empty if z does not follow from a
 */
record ActivationFormula(String name, String forward, String slope, String slopeOfA) {

    /** Whether the slope is always 1. */
    boolean isIdentity() {
        return slope.equals("1");
    }

    /** The slope with other names for z and a. */
    String slopeOf(String z, String a) {
        return FormulaText.renamed(FormulaText.renamed(slope, "z", z), "a", a);
    }
}
