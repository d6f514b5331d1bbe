package dev.plumbline.cluster;

import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.model.Model;
import dev.plumbline.trace.ReplayableEngine;
import java.util.Map;

/** The prepared examples of a network, held by the machines of a cluster for as long as the connection is open. */
public interface ClusterExamples extends AutoCloseable {
    /**
     * The data: of each example only its number ({@link dev.plumbline.trace.Experiment#ofNumbers}), the preparation, and the
     * initial weights that are in files. The numbers of the validation part follow those of the training part.
     */
    NetworkData data();

    /** The engine that trains on these examples. */
    ReplayableEngine engine();

    /** The SHA-256 of each file, by its name in the network file. */
    Map<String, String> fingerprints();

    /** The fingerprint of the training part, by which a checkpoint recognizes it. */
    String fingerprintOfTraining();

    /** Evaluates a network on the training part, or on the validation part. */
    ClusterEvaluation evaluate(Model model, boolean validation);

    /** Ends the connection. */
    @Override
    void close();
}
