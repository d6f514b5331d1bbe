package dev.plumbline.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds the hardware and the libraries of a machine. It queries the driver with {@code nvidia-smi} in a separate
 * process, because CUDA code in this process could not be unloaded and could terminate the process.
 */
final class HardwareProbe {
    /**
     * The libraries that nd4j-cuda-11.6 and JavaCPP's bindings are linked against, and the libraries that those need.
     */
    private static final List<String> CUDA_LIBRARIES =
            List.of("libcudart.so.11.0", "libcublas.so.11", "libcublasLt.so.11", "libcusolver.so.11");

    private static final long TIMEOUT_SECONDS = 20;

    private final ClassLoader loader;
    private final Map<String, String> environment;
    private final List<String> driverQuery;
    private final List<Path> libraryDirectories;

    /**
     * A probe with other places, for tests.
     *
     * @param driverQuery the command that lists the GPUs, one per line: name, capability, memory, driver
     * @param libraryDirectories the directories of libraries, in addition to {@code LD_LIBRARY_PATH}
     */
    HardwareProbe(
            ClassLoader loader,
            Map<String, String> environment,
            List<String> driverQuery,
            List<Path> libraryDirectories) {
        this.loader = loader;
        this.environment = environment;
        this.driverQuery = driverQuery;
        this.libraryDirectories = libraryDirectories;
    }

    static HardwareProbe ofThisProcess() {
        return new HardwareProbe(
                HardwareProbe.class.getClassLoader(),
                System.getenv(),
                List.of(
                        "nvidia-smi",
                        "--query-gpu=name,compute_cap,memory.total,driver_version",
                        "--format=csv,noheader"),
                List.of(
                        Path.of("/usr/lib/x86_64-linux-gnu"),
                        Path.of("/usr/lib64"),
                        Path.of("/usr/local/cuda/lib64"),
                        Path.of("/usr/local/cuda-11/lib64"),
                        Path.of("/usr/local/cuda-11.6/lib64")));
    }

    Inventory inventory() {
        List<Gpu> gpus = new ArrayList<>();
        String withoutGpus = listGpus(gpus);
        Optional<String> cuda = version("org/nd4j/linalg/jcublas/JCublasBackend.class", "nd4j-cuda-11.6");
        return new Inventory(
                platform(),
                version("org/nd4j/linalg/cpu/nativecpu/CpuBackend.class", "nd4j-native"),
                cuda,
                gpus,
                gpus.isEmpty() ? withoutGpus : "",
                cuda.isPresent() && platform().startsWith("linux") ? missingLibraries() : List.of(),
                Optional.ofNullable(environment.get(Threads.VARIABLE)),
                Optional.ofNullable(environment.get(Kernel.VARIABLE)),
                Processor.here(),
                Runtime.getRuntime().availableProcessors());
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        String name = system.startsWith("mac") ? "macosx" : system.startsWith("windows") ? "windows" : system;
        return name + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
    }

    /** The artifact with its version, if its class can be found; the class is not loaded. */
    private Optional<String> version(String resource, String artifact) {
        if (loader.getResource(resource) == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (var in = loader.getResourceAsStream("META-INF/maven/org.nd4j/" + artifact + "/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return Optional.of(artifact); // the version is only for display
        }
        return Optional.of((artifact + " " + properties.getProperty("version", "")).strip());
    }

    /** Adds the GPUs; returns the reason if there are none. */
    private String listGpus(List<Gpu> gpus) {
        String program = driverQuery.get(0);
        try {
            Process process =
                    new ProcessBuilder(driverQuery).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return program + " did not end within " + TIMEOUT_SECONDS + " seconds";
            }
            if (process.exitValue() != 0) {
                return program + " failed: " + answer.lines().findFirst().orElse("no output");
            }
            answer.lines().map(HardwareProbe::gpu).flatMap(Optional::stream).forEach(gpus::add);
            return "the driver lists no GPU";
        } catch (IOException e) {
            return program + ", which comes with NVIDIA's driver, was not found";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted while waiting for " + program;
        }
    }

    /** Parses a line such as {@code Tesla T4, 7.5, 15360 MiB, 535.104.05}. */
    private static Optional<Gpu> gpu(String line) {
        String[] parts = line.split(",", -1);
        return parts.length == 4
                ? Optional.of(new Gpu(
                        parts[0].strip(), ComputeCapability.parse(parts[1]), parts[2].strip(), parts[3].strip()))
                : Optional.empty();
    }

    private List<String> missingLibraries() {
        List<Path> directories = Stream.concat(
                        Stream.of(environment
                                        .getOrDefault("LD_LIBRARY_PATH", "")
                                        .split(":"))
                                .filter(name -> !name.isEmpty())
                                .map(Path::of),
                        libraryDirectories.stream())
                .toList();
        return CUDA_LIBRARIES.stream()
                .filter(library -> loader.getResource("org/bytedeco/cuda/" + platform() + "/" + library) == null)
                .filter(library ->
                        directories.stream().noneMatch(directory -> Files.exists(directory.resolve(library))))
                .toList();
    }
}
