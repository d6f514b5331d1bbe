package dev.plumbline.cli.interop;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.json.Dl4jImport;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.LayerWeights;
import java.util.List;
import java.util.Locale;

/**
 * The outputs of an imported network for random inputs, computed by DL4J with the original configuration, by DL4J with
 * the translation, and by the reference.
 *
 * @param inputs examples × inputs, uniform between −1 and 1 from the seed 1
 * @param loaded the outputs of DL4J with the original configuration
 * @param translated the outputs of DL4J with the translation
 * @param reference the outputs of the reference
 * @param allowed the largest difference that rounding explains, between DL4J and the reference
 * @param corrected whether the translation changes the outputs on purpose
 */
record ImportedOutputs(
        Matrix inputs, Matrix loaded, Matrix translated, Matrix reference, double allowed, boolean corrected) {
    private static final int EXAMPLES = 100;
    private static final int MOST_NUMBERS = 10_000_000;

    /**
     * Computes all three outputs.
     *
     * @param coefficients the weights as DL4J reads them
     */
    static ImportedOutputs of(Dl4jImport imported, List<LayerWeights> weights, byte[] coefficients) {
        NetworkSpec spec = imported.spec();
        int examples = Math.max(1, Math.min(EXAMPLES, MOST_NUMBERS / spec.inputs()));
        Matrix inputs =
                Matrix.wrap(examples, spec.inputs(), new NumpyRandom(1).uniform(-1, 1, examples * spec.inputs()));
        if (spec.precision() == Precision.F32) {
            inputs = inputs.map(number -> (float) number); // so that all three get the same inputs
        }
        Matrix reference = ReferenceEngine.function(spec, weights).apply(inputs);
        return new ImportedOutputs(
                inputs,
                imported.function(coefficients).apply(inputs),
                Dl4j.function(spec, weights).apply(inputs),
                reference,
                allowed(spec, weights, inputs, reference),
                imported.corrections().stream().anyMatch(Dl4jImport.Correction::changesOutputs));
    }

    /**
     * The difference that rounding explains. Rounding changes each sum of k products by about √k·u of its terms, which
     * acts on the outputs like a relative change of the weights by √k·u. So the reference is computed with weights
     * changed by that much.
     */
    private static double allowed(NetworkSpec spec, List<LayerWeights> weights, Matrix inputs, Matrix reference) {
        double unit = Tolerances.ofOutputs(spec);
        NumpyRandom signs = new NumpyRandom(2);
        List<LayerWeights> moved = weights.stream()
                .map(layer -> new LayerWeights(
                        layer.weights().map(weight -> weight * (1 + unit * Math.signum(signs.random() - 0.5))),
                        layer.bias().map(b -> b.map(bias -> bias * (1 + unit * Math.signum(signs.random() - 0.5))))))
                .toList();
        double movement = ReferenceEngine.function(spec, moved).apply(inputs).maxAbsDifference(reference);
        return unit * Math.max(Math.abs(reference.max()), Math.abs(reference.min())) + movement;
    }

    boolean translationAgrees() {
        return loaded.equals(translated)
                || corrected && loaded.maxAbsDifference(translated) <= Tolerances.CORRECTED * largest();
    }

    private double largest() {
        return Math.max(1, Math.max(Math.abs(loaded.max()), Math.abs(loaded.min())));
    }

    boolean referenceAgrees() {
        return translated.maxAbsDifference(reference) <= allowed;
    }

    boolean agree() {
        return translationAgrees() && referenceAgrees();
    }

    /** The verdict in a sentence. */
    String text() {
        String first = loaded.equals(translated)
                ? "DL4J with the file and with its translation are equal to the bit"
                : String.format(
                        Locale.ROOT,
                        "DL4J with its translation differs from DL4J with the file by %.1e%s",
                        loaded.maxAbsDifference(translated),
                        translationAgrees() ? ", by the correction above" : ", WHICH IS WRONG");
        return String.format(
                Locale.ROOT,
                "of %d random inputs: %s; the reference differs by at most %.1e (rounding explains %.1e)%s",
                inputs.rows(),
                first,
                translated.maxAbsDifference(reference),
                allowed,
                referenceAgrees() ? "" : ", WHICH IS WRONG");
    }
}
