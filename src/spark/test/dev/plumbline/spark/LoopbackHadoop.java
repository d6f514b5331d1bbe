package dev.plumbline.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * Hadoop on the loopback address, in a JVM of its own: HDFS with a data node and, if wanted, YARN with machines whose
 * containers are JVMs of their own. HDFS belongs to another user, so that permissions count; everybody may write to
 * {@code /open}, {@code /user} and {@code /tmp}, and nobody else to {@code /}.
 */
public final class LoopbackHadoop implements AutoCloseable {
    private final Process process;
    private final Path directory;
    private final String address;

    private LoopbackHadoop(Process process, Path directory, String address) {
        this.process = process;
        this.directory = directory;
        this.address = address;
    }

    /** Starts it, with so many machines for YARN, and waits until it answers. */
    public static LoopbackHadoop start(Path directory, int machines) throws IOException {
        Files.createDirectories(directory);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        SparkProgram.QUICK,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoopbackHadoop.class.getName(),
                        directory.toString(),
                        Integer.toString(machines))
                .redirectError(directory.resolve("hadoop.log").toFile());
        builder.environment().put("HADOOP_USER_NAME", "owner");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home")); // of the containers
        Process process = builder.start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Optional<String> address = Optional.ofNullable(lines.readLine());
        if (address.isEmpty()) {
            throw new IllegalStateException(
                    "Hadoop does not start: " + Files.readString(directory.resolve("hadoop.log")));
        }
        return new LoopbackHadoop(process, directory, address.get());
    }

    /** The JVM: starts Hadoop, prints the address of HDFS, and ends with its parent. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Configuration settings = new YarnConfiguration();
        settings.set("hadoop.tmp.dir", directory + "/tmp");
        MiniDFSCluster hdfs =
                new MiniDFSCluster.Builder(settings, directory.resolve("hdfs").toFile()).build();
        hdfs.waitActive();
        FileSystem system = hdfs.getFileSystem();
        for (String each : List.of("/open", "/user", "/tmp")) {
            system.mkdirs(new org.apache.hadoop.fs.Path(each));
            system.setPermission(new org.apache.hadoop.fs.Path(each), new FsPermission("777"));
        }
        Configuration forClients = new Configuration(false);
        forClients.set("fs.defaultFS", system.getUri().toString());
        int machines = Integer.parseInt(arguments[1]);
        if (machines > 0) {
            startYarn(directory, settings, machines, forClients);
        }
        write(forClients, directory.resolve("settings"));
        System.out.println(system.getUri());
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private static void startYarn(Path directory, Configuration settings, int machines, Configuration forClients)
            throws IOException, InterruptedException {
        System.setProperty("test.build.data", directory.resolve("yarn").toString());
        settings.setBoolean("yarn.nodemanager.disk-health-checker.enable", false); // the disk may be nearly full
        settings.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        settings.setInt("yarn.scheduler.minimum-allocation-mb", 128);
        settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
        settings.set("yarn.scheduler.capacity.root.queues", "default");
        settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
        MiniYARNCluster yarn = new MiniYARNCluster("yarn", machines, 1, 1);
        yarn.init(settings);
        yarn.start();
        try {
            yarn.waitForNodeManagersToConnect(60_000);
        } catch (Exception e) {
            throw new IOException(e);
        }
        for (String service : List.of("address", "scheduler.address", "admin.address", "webapp.address")) {
            String key = "yarn.resourcemanager." + service;
            forClients.set(key, yarn.getConfig().get(key));
        }
    }

    private static void write(Configuration settings, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String file : List.of("core-site.xml", "yarn-site.xml")) {
            try (OutputStream out = Files.newOutputStream(directory.resolve(file))) {
                settings.writeXml(out);
            }
        }
    }

    /** The directory of its settings, for HADOOP_CONF_DIR. */
    public Path settings() {
        return directory.resolve("settings");
    }

    /** The executors of Spark that run now. */
    public List<ProcessHandle> executors() {
        return process.toHandle()
                .descendants()
                .filter(each -> Arrays.asList(each.info().arguments().orElse(new String[0]))
                        .contains("org.apache.spark.executor.YarnCoarseGrainedExecutorBackend"))
                .filter(each -> each.children().findAny().isEmpty()) // the JVM, not the shell around it
                .toList();
    }

    /** The address of a file in it. */
    public String address(String path) {
        return address + path;
    }

    /** Its file system, as the user of this process sees it. */
    public FileSystem system() throws IOException {
        return FileSystem.get(URI.create(address), new Configuration());
    }

    /** Writes a file. */
    public void write(String path, byte[] content) throws IOException {
        try (OutputStream out = system().create(new org.apache.hadoop.fs.Path(path))) {
            out.write(content);
        }
    }

    /** The names in a directory. */
    public List<String> list(String path) throws IOException {
        return Arrays.stream(system().listStatus(new org.apache.hadoop.fs.Path(path)))
                .map(each -> each.getPath().getName())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
