package dev.plumbline.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkMasterTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local",
                "local[1]",
                "local[*]",
                "local[4,2]",
                "spark://a:7077",
                "yarn",
                "k8s://https://a:443",
                "k8s://https://a/k8s/clusters/b",
                "k8s://a:6443"
            })
    void acceptsTheAddressesOfSpark(String url) {
        assertEquals(url, new SparkMaster(url).url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "locally",
                "local[0]",
                "local[two]",
                "spark://",
                "spark://a",
                "spark://a:0",
                "spark://a:65536",
                "spark://a:1,b",
                "http://a:7077",
                "k8s://",
                "k8s://ftp://a:443",
                "k8s://https://",
                "k8s://a b",
                "YARN"
            })
    void refusesOthersAndSaysWhatIsAllowed(String url) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new SparkMaster(url));
        assertTrue(String.valueOf(refused.getMessage()).endsWith("allowed: " + SparkMaster.ALLOWED));
    }

    @Test
    void knowsTheMastersThatStandBy() {
        assertEquals(
                List.of(new SparkMaster.Place("a", 7077), new SparkMaster.Place("10.0.0.1", 7078)),
                new SparkMaster("spark://a:7077,10.0.0.1:7078").places());
        assertEquals(List.of(), new SparkMaster("yarn").places());
    }

    @Test
    void knowsTheApiServerOfKubernetes() {
        assertEquals(Optional.of(URI.create("http://a:80")), new SparkMaster("k8s://http://a:80").apiServer());
        assertEquals(Optional.of(URI.create("https://a:6443")), new SparkMaster("k8s://a:6443").apiServer());
        assertEquals(Optional.empty(), new SparkMaster("spark://a:7077").apiServer());
    }
}
