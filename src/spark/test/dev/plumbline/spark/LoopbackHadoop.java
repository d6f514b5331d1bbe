package dev.plumbline.spark;

import java.io.BufferedReader;
import java.io.File;
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

/**
 * HDFS on the loopback address: a JVM of its own with a name node and a data node. It belongs to another user, so that
 * permissions count; everybody may write to {@code /open}, and nobody else to {@code /}.
 */
public final class LoopbackHadoop implements AutoCloseable {
    private final Process process;
    private final String address;

    private LoopbackHadoop(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it, and waits until it answers. */
    public static LoopbackHadoop start(Path directory) throws IOException {
        Files.createDirectories(directory);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoopbackHadoop.class.getName(),
                        directory.toString())
                .redirectError(directory.resolve("hadoop.log").toFile());
        builder.environment().put("HADOOP_USER_NAME", "owner");
        Process process = builder.start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Optional<String> address = Optional.ofNullable(lines.readLine());
        if (address.isEmpty()) {
            throw new IllegalStateException(
                    "HDFS does not start: " + Files.readString(directory.resolve("hadoop.log")));
        }
        return new LoopbackHadoop(process, address.get());
    }

    /** The JVM: starts HDFS, prints its address, and ends with its parent or with its standard input. */
    public static void main(String[] arguments) throws IOException {
        Configuration settings = new Configuration();
        File directory = new File(arguments[0]);
        settings.set("hadoop.tmp.dir", directory + "/tmp");
        try (MiniDFSCluster cluster = new MiniDFSCluster.Builder(settings, directory).build()) {
            cluster.waitActive();
            FileSystem system = cluster.getFileSystem();
            system.mkdirs(new org.apache.hadoop.fs.Path("/open"));
            system.setPermission(new org.apache.hadoop.fs.Path("/open"), new FsPermission("777"));
            System.out.println(system.getUri());
            while (System.in.read() >= 0) {}
        }
        System.exit(0);
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
        process.destroyForcibly().onExit().join();
    }
}
