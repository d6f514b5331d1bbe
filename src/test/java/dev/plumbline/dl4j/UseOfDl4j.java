package dev.plumbline.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.DataSet;

/** A program that uses only DL4J, without any class of Plumbline. */
public final class UseOfDl4j {
    private UseOfDl4j() {}

    /** Trains the network, and requires that its copies compute and continue with the same bits. */
    public static void of(MultiLayerNetwork network, DataSet examples, Path directory) throws IOException {
        network.fit(examples);
        network.fit(examples);
        double[] outputs = outputs(network, examples);

        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());
        assertEquals(configuration.toJson(), read.toJson());
        assertEquals(configuration, read);

        File saved = directory.resolve("saved.zip").toFile();
        network.save(saved, true);
        File written = directory.resolve("written.zip").toFile();
        ModelSerializer.writeModel(network, written, true);
        MultiLayerNetwork[] copies = {
            network.clone(),
            MultiLayerNetwork.load(saved, true),
            ModelSerializer.restoreMultiLayerNetwork(written, true)
        };
        boolean drops = network.getLayerWiseConfigurations().getConfs().stream()
                .anyMatch(conf -> conf.getLayer().getIDropout() != null);
        network.fit(examples);
        for (MultiLayerNetwork copy : copies) {
            assertArrayEquals(outputs, outputs(copy, examples));
            copy.addListeners(network.getListeners().toArray(new TrainingListener[0])); // which DL4J does not copy
            copy.fit(examples);
            if (!drops) {
                assertArrayEquals(outputs(network, examples), outputs(copy, examples));
            }
        }
    }

    private static double[] outputs(MultiLayerNetwork network, DataSet examples) {
        return network.output(examples.getFeatures()).data().asDouble();
    }
}
