package dev.plumbline.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A processor.
 *
 * @param name what its manufacturer calls it, with its family and model
 * @param maker the manufacturer, as the processor reports it: {@code AuthenticAMD}; empty if unknown
 * @param flags its abilities, in the words of Linux; empty if unknown
 */
public record Processor(String name, String maker, Set<String> flags) {
    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

    public Processor {
        flags = Set.copyOf(flags);
    }

    /** The processor that runs this process; only Linux tells its flags. */
    public static Processor here() {
        return Here.PROCESSOR;
    }

    /** Reads it at first use. */
    private static final class Here {
        private static final Processor PROCESSOR = read();

        private static Processor read() {
            try (Stream<String> lines = Files.lines(DESCRIPTION)) {
                return of(lines.takeWhile(line -> !line.isBlank()).toList());
            } catch (IOException | RuntimeException e) {
                String name = System.getenv("PROCESSOR_IDENTIFIER"); // on Windows
                return new Processor(name == null ? System.getProperty("os.arch", "unknown") : name, "", Set.of());
            }
        }
    }

    /** The processor that these lines of {@code /proc/cpuinfo} describe. */
    static Processor of(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        String family = values.containsKey("cpu family")
                ? ", family " + values.get("cpu family") + ", model " + values.getOrDefault("model", "unknown")
                : "";
        String flags = values.getOrDefault("flags", values.getOrDefault("Features", ""));
        return new Processor(
                values.getOrDefault("model name", System.getProperty("os.arch", "unknown")) + family,
                values.getOrDefault("vendor_id", ""),
                flags.isEmpty() ? Set.of() : Set.copyOf(List.of(flags.split(" +"))));
    }

    /** Whether it can run a kernel; true if its flags are unknown. */
    public boolean runs(Kernel kernel) {
        return flags.isEmpty() || flags.containsAll(kernel.flags());
    }

    /** Whether it has newer instructions than the kernel uses, so that OpenBLAS probably does not know it. */
    public boolean exceeds(Kernel kernel) {
        return !flags.isEmpty() && fastest().instructions().compareTo(kernel.instructions()) > 0;
    }

    /**
     * The kernels that may be faster here than this one, fastest first: those for the newest two sets of instructions that
     * the processor has, since a kernel may fail on a processor that it was not written for. Cooperlake is not among them:
     * its large products of 64 bits take three times as long as SkylakeX's.
     */
    public List<Kernel> candidates(Kernel ofOpenBlas) {
        if (!exceeds(ofOpenBlas)) {
            return List.of();
        }
        Kernel amd = maker.equals("AuthenticAMD") || maker.equals("HygonGenuine") ? Kernel.ZEN : Kernel.HASWELL;
        return Stream.of(Kernel.SKYLAKEX, Kernel.HASWELL, amd, Kernel.SANDYBRIDGE)
                .distinct()
                .filter(this::runs)
                .filter(kernel -> kernel.instructions().compareTo(ofOpenBlas.instructions()) > 0)
                .filter(kernel -> fastest().instructions().ordinal()
                                - kernel.instructions().ordinal()
                        <= 1)
                .toList();
    }

    private Kernel fastest() {
        return Arrays.stream(Kernel.values())
                .filter(this::runs)
                .max(Comparator.comparing(Kernel::instructions))
                .orElse(Kernel.PRESCOTT);
    }
}
