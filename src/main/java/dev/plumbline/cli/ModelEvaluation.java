package dev.plumbline.cli;

import dev.plumbline.data.Dataset;
import dev.plumbline.model.Model;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Run;

/** Evaluates a trained network on examples. */
final class ModelEvaluation {
    private ModelEvaluation() {}

    /** The outputs and the loss of a model. */
    static Evaluation of(Model model, Engine engine, Dataset examples) {
        try (Run run = engine.start(model.experiment(examples.inputs(), examples.targets(), examples.weights()))) {
            return run.evaluate(examples.inputs(), examples.targets(), examples.weights());
        }
    }
}
