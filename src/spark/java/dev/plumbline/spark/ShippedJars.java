package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars that the machines of a cluster need: Plumbline and DL4J. They have Spark. */
final class ShippedJars {
    private static final String JAR = "plumbline.jar"; // a property of the launcher

    private ShippedJars() {}

    /** Plumbline's jar and those of the list beside it. */
    static List<String> here() {
        String jar = System.getProperty(JAR, "");
        Path list = Path.of(jar).resolveSibling("classpath.txt");
        if (jar.isEmpty() || !Files.isRegularFile(list)) {
            throw new ClusterException("the jars for the machines of the cluster are not known here: start ./plumbline"
                    + " with PLUMBLINE_VARIANT=spark, or spark-submit");
        }
        try {
            return Stream.concat(
                            Stream.of(jar),
                            Stream.of(Files.readString(list).trim().split(File.pathSeparator)))
                    .toList();
        } catch (IOException e) {
            throw new ClusterException("cannot read " + list + ": " + Session.firstLine(e), e);
        }
    }
}
