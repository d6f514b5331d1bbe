package dev.plumbline.bench;

import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.KernelSource;
import dev.plumbline.backend.Processor;
import dev.plumbline.dl4j.kernel.LoadedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where it was measured.
 *
 * @param processor as the system names it
 * @param processors how many of it there are
 * @param system the operating system
 * @param java the Java
 * @param kernel the kernel of DL4J's OpenBLAS: the one that the environment names, or the fastest that the launcher would try
 * @param ownKernel the kernel that OpenBLAS takes by itself
 */
record Machine(String processor, int processors, String system, String java, String kernel, String ownKernel) {

    static Machine here() throws IOException {
        Path facts = Path.of("/proc/cpuinfo");
        String processor = "an unnamed processor";
        if (Files.isReadable(facts)) {
            processor = Files.readAllLines(facts).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(processor);
        }
        Kernel own = LoadedKernel.here().orElseThrow();
        Kernel kernel = KernelSource.isDecided()
                ? own
                : Processor.here().candidates(own).stream().findFirst().orElse(own);
        return new Machine(
                processor,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "Java " + Runtime.version(),
                kernel.title(),
                own.title());
    }

    String text() {
        return processors + " × " + processor + ", " + system + ", " + java;
    }

    /** The kernels of DL4J's rows. */
    String kernels() {
        return "OpenBLAS of DL4J with the kernel " + kernel
                + (kernel.equals(ownKernel) ? "" : "; the first row with " + ownKernel + ", which it takes by itself");
    }
}
