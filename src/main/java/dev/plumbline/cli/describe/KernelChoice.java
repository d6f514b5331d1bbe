package dev.plumbline.cli.describe;

import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.KernelComparison;
import dev.plumbline.backend.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the kernel of OpenBLAS that is fastest on this processor. The launcher starts it once for each processor, and sets
 * {@value Kernel#VARIABLE} to the result, since a process cannot choose its own kernel.
 */
final class KernelChoice {
    private static final int ROUNDS = 9;

    private KernelChoice() {}

    /**
     * Writes the name of the kernel to a file, or an empty line if OpenBLAS's own choice is to be left alone; and the name
     * of the processor.
     *
     * @param arguments the path of the file
     */
    public static void main(String[] arguments) throws IOException {
        KernelComparison comparison = compare();
        Optional<Kernel> choice = comparison.choice();
        String text =
                choice.map(Kernel::title).orElse("") + "\n" + Processor.here().name() + "\n";
        Files.writeString(Path.of(arguments[0]), text);
    }

    /**
     * Tries OpenBLAS's choice, the kernels that may be faster here, and the one that the environment asks for. This takes
     * about two seconds.
     */
    static KernelComparison compare() throws IOException {
        List<KernelProcess> processes = new ArrayList<>();
        try {
            KernelProcess usual = KernelProcess.start(Optional.empty());
            processes.add(usual);
            Set<Kernel> candidates = new LinkedHashSet<>();
            usual.verify().kernel().map(Processor.here()::candidates).ifPresent(candidates::addAll);
            Optional.ofNullable(System.getenv(Kernel.VARIABLE))
                    .flatMap(Kernel::named)
                    .ifPresent(candidates::add);
            usual.kernel().ifPresent(candidates::remove);
            for (Kernel kernel : candidates) {
                processes.add(KernelProcess.start(Optional.of(kernel)));
            }
            processes.stream().skip(1).forEach(KernelProcess::verify);
            for (int round = 0; round < ROUNDS; round++) {
                processes.forEach(KernelProcess::time); // in turn, so that other work on this machine hits all
            }
            return new KernelComparison(
                    usual.trial(),
                    processes.stream()
                            .skip(1)
                            .map(KernelProcess::trial)
                            .flatMap(Optional::stream)
                            .toList());
        } finally {
            processes.forEach(KernelProcess::close);
        }
    }
}
