package dev.plumbline.dl4j;

import dev.plumbline.spec.Optimizer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** Every optimizer in DL4J, with every parameter said, because DL4J's defaults are not the field's. */
final class Dl4jOptimizers implements Optimizer.Cases<Term<IUpdater>> {

    @Override
    public Term<IUpdater> sgd(Optimizer.Sgd sgd) {
        return new Term<>("new Sgd(" + sgd.learningRate() + ")", () -> new Sgd(sgd.learningRate()));
    }
}
