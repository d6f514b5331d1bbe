package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** The jars that the machines of a cluster get from here: Plumbline and DL4J, those of the user, and on YARN also Spark. */
final class ShippedJars {
    private static final String JAR = "plumbline.jar"; // a property of the launcher
    private static final String JARS = "spark.jars";

    private ShippedJars() {}

    /** Adds them to the settings of a connection. */
    static void addTo(SparkConf conf, SparkMaster master) {
        boolean isLaunched = !System.getProperty(JAR, "").isEmpty();
        if (master.isLocal() || !isLaunched && conf.contains(JARS)) { // spark-submit sets it
            return;
        }
        boolean hasSpark = !master.isYarn() || conf.contains("spark.yarn.jars") || conf.contains("spark.yarn.archive");
        if (hasSpark) {
            conf.set(JARS, joined(Stream.concat(own(), DriverClasses.jars(conf))));
        } else {
            conf.set("spark.yarn.jars", joined(Stream.concat(own(), listed("spark-classpath.txt"))));
        }
    }

    /** Plumbline's jar and those of the list beside it. */
    private static Stream<String> own() {
        return Stream.concat(Stream.of(System.getProperty(JAR, "")), listed("classpath.txt"));
    }

    /** The jars of a list beside Plumbline's. */
    private static Stream<String> listed(String name) {
        String jar = System.getProperty(JAR, "");
        Path list = Path.of(jar).resolveSibling(name);
        if (jar.isEmpty() || !Files.isRegularFile(list)) {
            throw new ClusterException("the jars for the machines of the cluster are not known here: start ./plumbline"
                    + " with PLUMBLINE_VARIANT=spark, or spark-submit");
        }
        try {
            return Stream.of(Files.readString(list).trim().split(File.pathSeparator));
        } catch (IOException e) {
            throw new ClusterException("cannot read " + list + ": " + Session.firstLine(e), e);
        }
    }

    /** As addresses, because a path alone is one of Hadoop's default file system. */
    private static String joined(Stream<String> jars) {
        return jars.map(each -> Storage.uri(each).toString()).distinct().collect(Collectors.joining(","));
    }
}
