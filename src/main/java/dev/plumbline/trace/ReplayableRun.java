package dev.plumbline.trace;

import java.util.List;

/** A run that can go on from weights other than its own. */
public interface ReplayableRun extends Run {

    /** Goes on from these weights. */
    void restore(List<LayerWeights> weights);
}
