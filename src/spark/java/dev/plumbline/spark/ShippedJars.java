package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.spec.error.ErrorKind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkConf;

/**
 * The jars that the machines of a cluster get from here: Plumbline and DL4J, those of the user, and on YARN also Spark. To be
 * closed when Spark has started.
 */
final class ShippedJars implements AutoCloseable {
    private static final String JAR = "plumbline.jar"; // a property of the launcher
    private static final String JARS = "spark.jars";
    private static final String ARCHIVE = "spark.yarn.archive";

    private final Optional<Path> archive;

    private ShippedJars(Optional<Path> archive) {
        this.archive = archive;
    }

    /** Adds them to the settings of a connection. */
    static ShippedJars addTo(SparkConf conf, SparkMaster master) {
        boolean isLaunched = !System.getProperty(JAR, "").isEmpty();
        if (master.isLocal() || !isLaunched && conf.contains(JARS)) { // spark-submit sets it
            return new ShippedJars(Optional.empty());
        }
        boolean hasSpark = !master.isYarn() || conf.contains("spark.yarn.jars") || conf.contains(ARCHIVE);
        if (hasSpark) {
            conf.set(JARS, joined(Stream.concat(own(), DriverClasses.jars(conf))));
            return new ShippedJars(Optional.empty());
        }
        Path archive = archive(Stream.concat(own(), listed("spark-classpath.txt"))
                .distinct()
                .map(Path::of)
                .toList());
        conf.set(ARCHIVE, Storage.uri(archive.toString()).toString());
        return new ShippedJars(Optional.of(archive));
    }

    /** One file, because a machine of YARN asks for one file a second. */
    private static Path archive(List<Path> jars) {
        try {
            Path archive = Files.createTempFile("plumbline-jars-", ".zip");
            archive.toFile().deleteOnExit();
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                zip.setLevel(Deflater.NO_COMPRESSION);
                for (Path jar : jars) {
                    zip.putNextEntry(new ZipEntry(String.valueOf(jar.getFileName())));
                    Files.copy(jar, zip);
                }
            }
            return archive;
        } catch (IOException e) {
            throw new ClusterException(
                    ErrorKind.NOT_WRITABLE, "cannot pack the jars for YARN: " + Session.firstLine(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (archive.isPresent()) {
            Files.deleteIfExists(archive.get());
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
            throw new ClusterException(
                    ErrorKind.CLUSTER_SETTINGS,
                    "the jars for the machines of the cluster are not known here: start ./plumbline"
                            + " with PLUMBLINE_VARIANT=spark, or spark-submit");
        }
        try {
            return Stream.of(Files.readString(list).trim().split(File.pathSeparator));
        } catch (IOException e) {
            throw new ClusterException(
                    ErrorKind.CLUSTER_SETTINGS, "cannot read " + list + ": " + Session.firstLine(e), e);
        }
    }

    /** As addresses, because a path alone is one of Hadoop's default file system. */
    private static String joined(Stream<String> jars) {
        return jars.map(each -> Storage.uri(each).toString()).distinct().collect(Collectors.joining(","));
    }
}
