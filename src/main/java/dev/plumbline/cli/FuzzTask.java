package dev.plumbline.cli;

import dev.plumbline.cluster.Workers;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.fuzz.TrialSummary;
import dev.plumbline.fuzz.Trials;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.YamlWriter;

/**
 * A random network that a machine of a cluster trains on both engines.
 *
 * @param file the network as a file
 */
record FuzzTask(String file) implements Workers.Task<TrialSummary> {

    static FuzzTask of(NetworkSpec network) {
        return new FuzzTask(YamlWriter.write(network));
    }

    @Override
    public TrialSummary call() {
        NetworkSpec network = YamlReader.read(file, "network.yaml").spec();
        return TrialSummary.of(new Trials(new ReferenceEngine(), new Dl4jEngine()).of(network));
    }
}
