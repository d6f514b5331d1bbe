package dev.plumbline.spark;

import dev.plumbline.backend.Kernel;
import dev.plumbline.cluster.SparkMaster;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A stand-alone cluster on the loopback address: a master and workers, each a JVM of its own, from the jars of Spark. The
 * workers have no jar of DL4J and none of Plumbline; those come from the driver, as on any cluster.
 */
public final class LoopbackCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int SECONDS_TO_START = 60;

    private final Path directory;
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();

    private LoopbackCluster(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Starts a cluster with so many workers, each of one core, and waits until its master listens. */
    public static LoopbackCluster start(Path directory, int workers) throws IOException, InterruptedException {
        LoopbackCluster cluster = new LoopbackCluster(directory, freePort());
        Path jars = Files.createDirectories(directory.resolve("home/jars"));
        for (Path jar : jarsOfSpark()) {
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
        cluster.launch("master", "org.apache.spark.deploy.master.Master", "--port", Integer.toString(cluster.port));
        cluster.awaitMaster();
        for (int i = 1; i <= workers; i++) {
            cluster.workers.add(cluster.launch(
                    "worker" + i,
                    "org.apache.spark.deploy.worker.Worker",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    directory.resolve("work" + i).toString(),
                    cluster.master().url()));
        }
        return cluster;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    /** All jars of this class path but those that the driver ships: DL4J with all it needs, and Plumbline. */
    static List<Path> jarsOfSpark() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .filter(jar -> !jar.toString().matches(".*/org/(deeplearning4j|nd4j|bytedeco|junit)/.*|.*surefire.*"))
                .distinct()
                .toList();
    }

    private Process launch(String name, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                SparkProgram.QUICK));
        for (String opened : List.of("java.lang", "java.io", "java.net", "java.nio", "java.util", "sun.nio.ch")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(
                List.of("-cp", directory.resolve("home/jars") + "/*", type, "--host", HOST, "--webui-port", "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", directory.resolve("home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        builder.environment().put("SPARK_LOCAL_IP", HOST);
        // As on machines with different processors: without the driver's kernel, each worker would have one of its own.
        builder.environment().put(Kernel.VARIABLE, name.equals("worker1") ? "Prescott" : "Nehalem");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private void awaitMaster() throws InterruptedException {
        for (int i = 0; i < SECONDS_TO_START * 10; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(HOST, port), 1000);
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("the master does not start: see " + directory.resolve("master.log"));
    }

    /** Its address. */
    public SparkMaster master() {
        return new SparkMaster("spark://" + HOST + ":" + port);
    }

    /** The executors that run now: the JVMs that the workers have started. */
    List<ProcessHandle> executors() {
        return workers.stream()
                .flatMap(worker -> worker.toHandle().children())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** Writes Plumbline's classes as a jar beside the list of the jars that go with it, and says so as the launcher does. */
    public static Path shipped() {
        Path build = Path.of(System.getProperty("basedir", "."), "target", "spark-build")
                .toAbsolutePath()
                .normalize();
        Path jar = build.resolve("plumbline-of-tests.jar");
        try {
            writeJar(build.resolve("classes"), jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty("plumbline.jar", jar.toString());
        return jar;
    }

    private static void writeJar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
    }

    /** What a process of the cluster has printed, to explain a failure. */
    Optional<String> log(String name) {
        try {
            return Optional.of(Files.readString(directory.resolve(name + ".log")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        for (Process each : processes) {
            each.descendants().forEach(ProcessHandle::destroyForcibly);
            each.destroyForcibly();
        }
        for (Process each : processes) {
            each.onExit().join();
        }
    }
}
