package dev.plumbline.scaffold;

/**
 * An activation as formulas.
 *
 * @param name what its function is called
 * @param forward a, of z
 * @param slope what ∂l/∂a is to be multiplied by, of z and a; a product, so that it may stand in one
 */
record ActivationFormula(String name, String forward, String slope) {

    /** Whether the slope is 1 throughout. */
    boolean isIdentity() {
        return slope.equals("1");
    }

    /** The slope with other names for z and a. */
    String slopeOf(String z, String a) {
        return FormulaText.renamed(FormulaText.renamed(slope, "z", z), "a", a);
    }

    /** Whether its slope asks for this name. */
    boolean slopeNeeds(String name) {
        return !FormulaText.renamed(slope, name, name + name).equals(slope);
    }
}
