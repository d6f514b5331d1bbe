package dev.plumbline.compare;

import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.util.Optional;

/**
 * A network as a reader of the tutorial writes it, with arrays and loops. It uses nothing of Plumbline except the
 * trace. It makes at most one mistake, in one layer.
 */
record HandWrittenEngine(Optional<Mistake> mistake, int layer) implements Engine {

    static HandWrittenEngine right() {
        return new HandWrittenEngine(Optional.empty(), 1);
    }

    static HandWrittenEngine with(Mistake mistake, int layer) {
        return new HandWrittenEngine(Optional.of(mistake), layer);
    }

    @Override
    public String name() {
        return "hand-written";
    }

    @Override
    public Run start(Experiment experiment) {
        return new HandWrittenRun(experiment, this);
    }

    boolean makes(Mistake one, int inLayer) {
        return mistake.isPresent() && mistake.get() == one && layer == inLayer;
    }
}
