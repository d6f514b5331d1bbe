package dev.plumbline.diagnose.correction;

import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.scaffold.Notation;
import dev.plumbline.scaffold.Scale;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import java.util.Collection;
import java.util.Set;

/**
 * How a network writes its arrays, according to its conventions: the inverse of what {@code CanonicalReader} does with
 * its recorded tensors.
 *
 * @param layersWithOnes the layers whose recorded inputs have the ones of the bias
 * @param namesUpdate whether the network records its updates
 */
public record WrittenNotation(
        NetworkSpec spec, Set<Convention> conventions, Set<Integer> layersWithOnes, boolean namesUpdate)
        implements Notation {
    public static WrittenNotation of(
            NetworkSpec spec, Collection<Convention> conventions, Set<Integer> layersWithOnes, boolean namesUpdate) {
        return new WrittenNotation(spec, Set.copyOf(conventions), Set.copyOf(layersWithOnes), namesUpdate);
    }

    private boolean has(Convention convention) {
        return conventions.contains(convention);
    }

    private Scale factor(Convention convention, Scale factor) {
        return has(convention) ? factor : Scale.ONE;
    }

    private Scale ofMean(Convention convention, Scale factor) {
        return spec.reduction() == Reduction.MEAN ? factor(convention, factor) : Scale.ONE;
    }

    /** A bias in a column can only be added to examples in columns; a recorder may have turned these into rows. */
    @Override
    public boolean examplesInColumns() {
        return has(Convention.EXAMPLES_IN_COLUMNS) || has(Convention.BIAS_AS_COLUMN);
    }

    @Override
    public boolean weightsTransposed() {
        return has(Convention.WEIGHTS_TRANSPOSED);
    }

    @Override
    public boolean biasInColumn() {
        return has(Convention.BIAS_AS_COLUMN);
    }

    @Override
    public BiasRow biasRow() {
        if (has(Convention.BIAS_AS_FIRST_INPUT)) {
            return BiasRow.FIRST;
        }
        return has(Convention.BIAS_AS_LAST_INPUT) ? BiasRow.LAST : BiasRow.NONE;
    }

    @Override
    public boolean hasOnes(int layer) {
        return layersWithOnes.contains(layer);
    }

    @Override
    public boolean overwritesZ() {
        return has(Convention.ACTIVATION_IN_PLACE);
    }

    @Override
    public boolean dropsActivation() {
        return has(Convention.ACTIVATION_AFTER_DROPOUT);
    }

    @Override
    public Scale delta() {
        return factor(Convention.TARGET_MINUS_OUTPUT, Scale.NEGATIVE)
                .times(ofMean(Convention.MEAN_IN_DELTA, Scale.N.inverse()))
                .times(factor(Convention.RATE_IN_DELTA, Scale.RATE));
    }

    @Override
    public Scale gradient() {
        return factor(Convention.TARGET_MINUS_OUTPUT, Scale.NEGATIVE)
                .times(factor(Convention.GRADIENT_TURNED, Scale.NEGATIVE))
                .times(ofMean(Convention.MEAN_IN_UPDATE, Scale.N))
                .times(factor(Convention.RATE_IN_GRADIENT, Scale.RATE));
    }

    @Override
    public Content gradientContent() {
        if (has(Convention.PENALTY_IN_GRADIENT)) {
            return Content.PENALIZED;
        }
        return has(Convention.GRADIENT_NORMALIZED) ? Content.NORMALIZED : Content.PLAIN;
    }

    @Override
    public Scale update() {
        return factor(Convention.UPDATE_ADDED, Scale.NEGATIVE)
                .times(factor(Convention.RATE_OUTSIDE_UPDATE, Scale.RATE.inverse()));
    }

    @Override
    public boolean decaysSeparately() {
        return has(Convention.DECAY_OUTSIDE_UPDATE);
    }
}
