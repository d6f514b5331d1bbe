package dev.plumbline.dl4j.run;

import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.KernelSource;
import dev.plumbline.backend.Processor;
import dev.plumbline.dl4j.kernel.LoadedKernel;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * One line on the log of a program in which OpenBLAS has chosen a kernel far behind the processor. A process cannot choose
 * its own kernel; the launcher does it for the command line.
 */
final class KernelHint {
    private KernelHint() {}

    /** Logs it at the first call, unless somebody has compared the kernels. */
    static void log() {
        if (!KernelSource.isDecided()) {
            Once.logged();
        }
    }

    /** Logs at first use. */
    private static final class Once {
        static {
            LoadedKernel.here()
                    .flatMap(kernel -> text(kernel, Processor.here()))
                    .ifPresent(LoggerFactory.getLogger(KernelHint.class)::warn);
        }

        private static void logged() {}
    }

    /** The line; empty if OpenBLAS knows the processor. */
    static Optional<String> text(Kernel loaded, Processor processor) {
        List<Kernel> faster = processor.candidates(loaded);
        return faster.isEmpty()
                ? Optional.empty()
                : Optional.of("DL4J's OpenBLAS uses its kernel " + loaded.title() + " ("
                        + loaded.instructions().title()
                        + ") on a processor with "
                        + faster.get(0).instructions().title()
                        + "; products may be several times as fast with " + Kernel.VARIABLE + "="
                        + faster.get(0).title() + " in the environment of this program");
    }
}
