package dev.plumbline.dl4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.DataException;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.SampleNetworks;
import dev.plumbline.model.Dl4jModelFile;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/** Configurations and models made to run code, to fill the memory or to crash. */
class HostileConfigurationTests {
    private static final int DAMAGED = Integer.getInteger("plumbline.models", 1_000);

    @TempDir
    private Path directory;

    /** A class that says when it is loaded. */
    public static final class Trap extends ActivationReLU {
        private static final long serialVersionUID = 1;

        static {
            System.setProperty("plumbline.trap", "sprung");
        }
    }

    private static String json() {
        return Dl4j.json(SampleNetworks.withOptions(Precision.F64));
    }

    private static String refused(String json) {
        InvalidSpecException e =
                assertThrows(InvalidSpecException.class, () -> Dl4jImport.of("n", json, Optional.of("w.npz"), "w.npz"));
        assertFalse(System.getProperties().containsKey("plumbline.trap"), "the class was loaded");
        return e.getMessage();
    }

    @Test
    void noClassOfAConfigurationIsLoadedThatIsNotKnown() {
        String json = json();
        String trap = HostileConfigurationTests.class.getName() + "$Trap";
        Matcher types = Pattern.compile("\"@class\" : \"([^\"]+)\"").matcher(json);
        List<Integer> starts = new ArrayList<>();
        while (types.find()) {
            starts.add(types.start(1));
        }
        assertTrue(starts.size() > 20, starts.toString());
        for (int start : starts) {
            int end = json.indexOf('"', start);
            refused(json.substring(0, start) + trap + json.substring(end));
            // Twice the same key: one parser takes the first, another the last.
            refused(json.substring(0, end) + "\", \"@class\" : \"" + trap + json.substring(end));
        }
        // Jackson also takes a class and its object from an array.
        refused(json.replaceFirst(
                "\"activationFn\" : \\{[^}]*}", "\"activationFn\" : [\"" + trap.replace("$", "\\\\\\$") + "\", {}]"));
        refused(json.replaceFirst(
                "\"weightInitFn\" : \\{[^}]*}", "\"weightInitFn\" : [\"" + trap.replace("$", "\\\\\\$") + "\", {}]"));
        refused(json.replaceFirst(
                "\"weightInitFn\" : \\{[^}]*}",
                "\"weightInitFn\" : {\"@class\": \"org.deeplearning4j.nn.weights.WeightInitDistribution\","
                        + " \"distribution\": {\"type\": \"" + trap.replace("$", "\\\\\\$") + "\"}}"));
        refused(json.replaceFirst("\"layerName\" : \"layer0\"", "\"layerName\" : {\"@class\": \"x.Y\"}"));
    }

    @Test
    void aKeyThatIsThereTwiceCountsOnceForEverybody() {
        String json = json().replaceFirst("\"hasBias\" : true", "\"hasBias\" : false, \"hasBias\" : true");
        try {
            Dl4jImport imported = Dl4jImport.of("n", json, Optional.of("w.npz"), "w.npz");
            assertEquals(1, imported.configuration().split("hasBias", -1).length - 3);
        } catch (InvalidSpecException e) {
            assertTrue(e.getMessage().contains("hasBias"), e.getMessage());
        }
    }

    @Test
    void whatIsNoConfigurationIsRefused() {
        assertTrue(refused("[".repeat(1_000_000)).contains("nested 1000000 deep"));
        assertTrue(refused("{\"a\":".repeat(100_000)).contains("deep"));
        assertTrue(refused("").contains("no"));
        assertTrue(refused("[1]").contains("not a JSON object"));
        assertTrue(refused("{").contains("not JSON"));
        assertTrue(refused("{}").contains("confs: the configuration has no layers"));
        assertTrue(refused("{\"confs\": [null]}").contains("confs[0].layer"));
        assertTrue(refused("{\"confs\": [{\"layer\": {\"dense\": {}}}]}").contains("load the network there"));
        assertTrue(refused(" ".repeat(17 << 20)).contains("characters"));
        assertTrue(
                refused(json().replace("\"nout\" : 6", "\"nout\" : 2000000000")).contains("at most"));
        assertTrue(refused(json().replace("\"nout\" : 6", "\"nout\" : 1e999")).contains("nout"));
    }

    @Test
    void damagedModelsAreReadAsTheyWereOrRefused() throws IOException {
        NetworkSpec spec = SampleNetworks.withBiases(Precision.F64);
        Experiment experiment = Experiment.of(spec);
        Path file = directory.resolve("model.zip");
        Dl4j.network(experiment).save(file.toFile(), true);
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(1);
        Path damaged = directory.resolve("damaged.zip");
        int refused = 0;
        for (int i = 0; i < DAMAGED; i++) {
            byte[] bytes = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(damaged, bytes);
            try {
                Dl4jModelFile model = Dl4jModelFile.read(damaged);
                Dl4jImport imported = Dl4jImport.of("n", model.configuration(), Optional.of("w.npz"), "w.npz");
                Optional<List<LayerWeights>> weights = model.weights(imported.spec());
                weights.ifPresent(read -> assertEquals(experiment.initialWeights(), read));
            } catch (DataException | InvalidSpecException e) {
                refused++;
            }
        }
        assertTrue(refused > DAMAGED / 2, refused + " of " + DAMAGED);
    }

    @Test
    void coefficientsOfAnotherShapeAreRefused() throws IOException {
        NetworkSpec spec = SampleNetworks.withBiases(Precision.F64);
        Experiment experiment = Experiment.of(spec);
        Path file = directory.resolve("model.zip");
        Dl4j.network(experiment).save(file.toFile(), false);
        byte[] bytes = Dl4jModelFile.read(file).coefficients(spec, experiment.initialWeights());
        int rank = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("LONG") + 4; // the first number after it
        for (int number : List.of(0, 1, 2)) {
            byte[] other = bytes.clone();
            other[rank + 8 * number + 7] += 1; // big endian
            Path hostile = directory.resolve(number + ".zip");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(hostile))) {
                zip.putNextEntry(new ZipEntry("configuration.json"));
                zip.write(Dl4j.json(spec).getBytes(StandardCharsets.UTF_8));
                zip.putNextEntry(new ZipEntry("coefficients.bin"));
                zip.write(other);
            }
            Dl4jModelFile model = Dl4jModelFile.read(hostile);
            DataException e = assertThrows(DataException.class, () -> model.weights(spec));
            assertTrue(e.getMessage().contains("its shape "), e.getMessage());
            assertThrows(DataException.class, () -> model.coefficients(spec, experiment.initialWeights()));
        }
    }

    /** The fields that are not translated can have values that DL4J cannot read. */
    @Test
    void whatDl4jItselfCannotReadIsRefused() throws IOException {
        NetworkSpec spec = SampleNetworks.withBiases(Precision.F64);
        Experiment experiment = Experiment.of(spec);
        Path file = directory.resolve("model.zip");
        Dl4j.network(experiment).save(file.toFile(), false);
        Dl4jModelFile model = Dl4jModelFile.read(file);
        byte[] coefficients = model.coefficients(spec, experiment.initialWeights());
        for (String key : List.of("seed", "cacheMode", "trainingWorkspaceMode", "epochCount", "tbpttFwdLength")) {
            String json = model.configuration().replaceAll("\"" + key + "\" : [^,\n]+", "\"" + key + "\" : \"other\"");
            Dl4jImport imported = Dl4jImport.of("n", json, Optional.of("w.npz"), "w.npz");
            String message = assertThrows(InvalidSpecException.class, () -> imported.function(coefficients))
                    .getMessage();
            assertTrue(message.contains("DL4J itself does not read"), message);
        }
    }
}
