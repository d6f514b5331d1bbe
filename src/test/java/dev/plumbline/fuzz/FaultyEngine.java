package dev.plumbline.fuzz;

import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;

/**
 * The reference with a wrong weight gradient in the first layer of every network that has a trait.
 *
 * @param trait the trait
 */
public record FaultyEngine(Feature trait) implements Engine {

    /** Wrong in every network with this value of a key. */
    public FaultyEngine(String key, String value) {
        this(new Feature(key, value));
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Run start(Experiment experiment) {
        Engine reference = new ReferenceEngine();
        boolean isFaulty = Features.of(experiment.spec()).contains(trait);
        return (isFaulty ? new TamperedEngine(reference, FaultyEngine::wrong) : reference).start(experiment);
    }

    private static StepTrace wrong(StepTrace trace) {
        Key gradient = new Key(trace.step(), Quantity.WEIGHT_GRADIENT, 1);
        return TamperedEngine.replaced(trace, gradient, tensor -> tensor.plus(1));
    }
}
