package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.spec.error.ErrorKind;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** What spark-submit adds to the class path of a driver: the directories of Hadoop's settings, and the jars of `spark.jars`. */
final class DriverClasses {
    private static final List<String> SETTINGS = List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR");

    private DriverClasses() {}

    /**
     * Lets Hadoop find them, from this thread and those that it starts.
     *
     * @throws ClusterException if one of them does not exist
     */
    static void use(SparkConf conf) {
        List<URL> added = Stream.concat(settings(), jars(conf).filter(DriverClasses::isLocal))
                .map(DriverClasses::url)
                .toList();
        Thread thread = Thread.currentThread();
        ClassLoader before =
                Optional.ofNullable(thread.getContextClassLoader()).orElseGet(DriverClasses.class::getClassLoader);
        boolean isThere = before instanceof URLClassLoader loader
                && Arrays.asList(loader.getURLs()).containsAll(added);
        if (!added.isEmpty() && !isThere) {
            thread.setContextClassLoader(new URLClassLoader(added.toArray(new URL[0]), before));
        }
    }

    /** The jars that the user names. */
    static Stream<String> jars(SparkConf conf) {
        return Stream.of(conf.get("spark.jars", "").split(","))
                .map(String::trim)
                .filter(each -> !each.isEmpty());
    }

    /** The directories of Hadoop's settings. */
    static Stream<String> settings() {
        return SETTINGS.stream()
                .flatMap(name -> Optional.ofNullable(System.getenv(name)).stream()
                        .filter(each -> !each.isEmpty())
                        .map(directory -> existing(directory, name)));
    }

    private static String existing(String directory, String name) {
        if (!Files.isDirectory(Path.of(directory))) {
            throw new ClusterException(ErrorKind.FILE_NOT_FOUND, name + " is " + directory + ", which is no directory");
        }
        return directory;
    }

    private static boolean isLocal(String jar) {
        return "file".equals(Storage.uri(jar).getScheme());
    }

    private static URL url(String path) {
        try {
            Path file = Path.of(Storage.uri(path));
            if (!Files.exists(file)) {
                throw new ClusterException(ErrorKind.CLUSTER_SETTINGS, "spark.jars: there is no file " + path);
            }
            return file.toUri().toURL(); // of a directory, with the slash at the end that makes it one
        } catch (MalformedURLException e) {
            throw new ClusterException(ErrorKind.CLUSTER_SETTINGS, "spark.jars: " + path + " is no path", e);
        }
    }
}
