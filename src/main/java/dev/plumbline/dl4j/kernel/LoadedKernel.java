package dev.plumbline.dl4j.kernel;

import dev.plumbline.backend.Kernel;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The kernel that OpenBLAS uses in this process, whatever the environment asks for. */
public final class LoadedKernel {
    private LoadedKernel() {}

    /**
     * Loads OpenBLAS and returns its kernel; empty for one that is not for x86-64, and where it cannot be found out.
     * OpenBLAS has a table of routines for each kernel, and a pointer to the table in use.
     */
    public static Optional<Kernel> here() {
        return Here.KERNEL;
    }

    /** Loads OpenBLAS at first use. */
    private static final class Here {
        private static final Optional<Kernel> KERNEL = read();

        private static Optional<Kernel> read() {
            try {
                Loader.load(openblas_nolapack.class);
            } catch (LinkageError e) {
                return Optional.empty(); // DL4J cannot start either, and reports it
            }
            Pointer used = Loader.addressof("gotoblas");
            if (used == null) {
                return Optional.empty();
            }
            long table = new LongPointer(used).get();
            return Arrays.stream(Kernel.values())
                    .filter(kernel -> {
                        Pointer candidate = Loader.addressof("gotoblas_" + kernel.name());
                        return candidate != null && candidate.address() == table;
                    })
                    .findFirst();
        }
    }
}
