package dev.plumbline.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the program with Spark in its own process. */
final class SparkProgram {
    private static final List<String> OPENED =
            List.of("java.lang", "java.lang.invoke", "java.io", "java.net", "java.nio", "java.util", "sun.nio.ch");

    /** A JVM that runs for seconds spends most of them in its optimizing compiler. */
    static final String QUICK = "-XX:TieredStopAtLevel=1";

    private SparkProgram() {}

    /**
     * Starts it; its output goes to a file {@code out-VERB.txt} in the directory.
     *
     * @param environment additional environment variables
     * @param options of Java
     */
    static Process start(Path directory, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                QUICK));
        for (String opened : OPENED) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.add("-Dorg.nd4j.log.initialization=false");
        command.add("-Dspark.executor.extraJavaOptions=" + QUICK);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.plumbline.cli.Plumbline"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        directory.resolve("out-" + arguments[0] + ".txt").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
