package dev.plumbline.cli.run;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cluster.ClusterExamples;
import dev.plumbline.trace.Experiment;
import java.util.Map;
import java.util.Optional;

/**
 * What a training starts from.
 *
 * @param held the examples, if a cluster holds them; then the network has only their numbers
 */
record TrainingInput(LoadedNetwork loaded, Experiment experiment, Optional<ClusterExamples> held)
        implements AutoCloseable {

    /** The fingerprints of the files that the cluster reads. */
    Map<String, String> fingerprints() {
        return held.map(ClusterExamples::fingerprints).orElse(Map.of());
    }

    @Override
    public void close() {
        held.ifPresent(ClusterExamples::close);
    }
}
