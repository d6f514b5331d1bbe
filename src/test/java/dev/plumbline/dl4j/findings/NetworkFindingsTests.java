package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nd4j.linalg.api.buffer.DataType.DOUBLE;
import static org.nd4j.linalg.api.buffer.DataType.FLOAT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Faults of DL4J's networks and configurations. */
class NetworkFindingsTests {

    private static NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.Builder global) {
        return global.list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).hasBias(false).build())
                .layer(new OutputLayer.Builder().nIn(2).nOut(2).build());
    }

    @Dl4jFinding("default-precision")
    void configurationsIgnoreTheDefaultPrecision(Section page) {
        Nd4j.setDefaultDataTypes(DOUBLE, DOUBLE);
        try {
            page.gives(layers(new NeuralNetConfiguration.Builder())
                    .build()
                    .getDataType()
                    .name());
        } finally {
            Nd4j.setDefaultDataTypes(FLOAT, FLOAT);
        }
    }

    @Dl4jFinding("output-layer-activation")
    void theLastLayerIgnoresTheGlobalActivation(Section page) {
        MultiLayerConfiguration configuration = layers(
                        new NeuralNetConfiguration.Builder().activation(new ActivationTanH()))
                .build();
        BaseLayer dense = (BaseLayer) configuration.getConf(0).getLayer();
        OutputLayer output = (OutputLayer) configuration.getConf(1).getLayer();
        assertEquals("tanh", dense.getActivationFn().toString());
        page.gives(output.getActivationFn().toString());
        page.gives(output.getLossFn().getClass().getSimpleName());
    }

    @Dl4jFinding("unknown-keys")
    void misspelledKeysOfAConfigurationAreDropped(Section page) {
        String yaml = layers(new NeuralNetConfiguration.Builder().updater(new Sgd(0.1)))
                .build()
                .toYaml();
        MultiLayerConfiguration read = MultiLayerConfiguration.fromYaml(
                yaml.replaceFirst("hasBias: false", "hasBais: false").replaceFirst("learningRate:", "learningrate:"));
        DenseLayer dense = (DenseLayer) read.getConf(0).getLayer();
        page.gives("hasBias = " + dense.isHasBias());
        page.gives("learning rate of " + (int) dense.getIUpdater().getLearningRate(0, 0));
    }

    @Dl4jFinding("set-parameter-shape")
    void parametersOfAnotherShapeAreTaken(Section page) {
        MultiLayerNetwork network = Dl4j.network(3, 2, global -> {}, layer -> {});
        network.setParam("0_W", Dl4j.rows(DOUBLE, new double[] {1, 2, 3}, new double[] {4, 5, 6}));
        assertEquals(
                Dl4j.rows(DOUBLE, new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6}),
                network.getParam("0_W"));
        page.gives("(1, 2), (3, 4), (5, 6)");
    }

    @Dl4jFinding("gradient-after-fit")
    void theGradientAfterAStepIsTheUpdate(Section page) {
        MultiLayerNetwork network = Dl4j.network(1, 1, global -> {}, layer -> {});
        network.fit(Dl4j.row(DOUBLE, 1), Dl4j.row(DOUBLE, 0));
        page.shouldBe(2, 1);
        page.gives(network.gradient().getGradientFor("0_W").getDouble(0), 2);
    }

    @Dl4jFinding("close-collects-garbage")
    void closingANetworkCollectsTheGarbageOfTheWholeProcess(Section page) {
        MultiLayerNetwork network = Dl4j.network(1, 1, global -> {}, layer -> {});
        long before = collections();
        network.close();
        page.shouldBe(0, 1);
        page.gives(collections() - before, 1);
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Records that it is deserialized, where a malicious class would act. */
    private static final class Hostile implements Serializable {
        private static final long serialVersionUID = 1;
        private static boolean wasRead;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            wasRead = true;
        }
    }

    @Dl4jFinding("model-deserialization")
    void restoringAModelReadsWhateverObjectsItHolds(Section page) throws IOException {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        ModelSerializer.writeModel(Dl4j.network(1, 1, global -> {}, layer -> {}), model, false);
        byte[] tampered = withEntry(model.toByteArray(), "preprocessor.bin", new Hostile());
        Hostile.wasRead = false;
        try {
            ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(tampered), false);
        } catch (ClassCastException tooLate) {
            page.gives("ClassCastException");
        }
        assertEquals(true, Hostile.wasRead);
    }

    private static byte[] withEntry(byte[] zip, String name, Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(out);
            }
            out.putNextEntry(new ZipEntry(name));
            ObjectOutputStream objects = new ObjectOutputStream(out);
            objects.writeObject(object);
            objects.flush();
        }
        return bytes.toByteArray();
    }
}
