package dev.plumbline.scaffold;

/**
 * How a network writes its arrays: which it stores transposed, and by which factor its tensors differ from this
 * project's. The correct lines of a tensor are written with it. The defaults are this project's own notation.
 */
public interface Notation {
    /** This project's notation, which is also that of the scaffolds. */
    Notation OWN = new Notation() {};

    /** The place of the bias in the weights of its layer. */
    enum BiasRow {
        NONE,
        FIRST,
        LAST
    }

    /** What an array called gradient contains. */
    enum Content {
        /** ∂L/∂W without penalties. */
        PLAIN,
        /** After normalization. */
        NORMALIZED,
        /** After normalization, plus the derivatives of the penalties. */
        PENALIZED
    }

    /** Whether the examples are columns. */
    default boolean examplesInColumns() {
        return false;
    }

    /** Whether weights are units × inputs. */
    default boolean weightsTransposed() {
        return false;
    }

    /** Whether a bias is a column. */
    default boolean biasInColumn() {
        return false;
    }

    default BiasRow biasRow() {
        return BiasRow.NONE;
    }

    /** Whether the inputs of this layer have the ones of the bias already; counted from 1. */
    default boolean hasOnes(int layer) {
        return false;
    }

    /** Whether the activation overwrites Z. */
    default boolean overwritesZ() {
        return false;
    }

    /** Whether A is the input of the next layer, after its dropout. */
    default boolean dropsActivation() {
        return false;
    }

    /** Its delta, divided by this project's. */
    default Scale delta() {
        return Scale.ONE;
    }

    /** Its gradient, divided by this project's. */
    default Scale gradient() {
        return Scale.ONE;
    }

    default Content gradientContent() {
        return Content.PLAIN;
    }

    /** Its update, divided by this project's. */
    default Scale update() {
        return Scale.ONE;
    }

    /** Whether the weight decay is subtracted separately. */
    default boolean decaysSeparately() {
        return false;
    }

    /** Whether the update has a name of its own. */
    default boolean namesUpdate() {
        return true;
    }
}
