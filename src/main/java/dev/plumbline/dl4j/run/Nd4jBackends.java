package dev.plumbline.dl4j.run;

import dev.plumbline.backend.BackendSelection;
import dev.plumbline.spec.Backend;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Controls which backend of the class path ND4J uses.
 *
 * <p>ND4J uses the backend with the highest priority that it can start. The priorities are environment variables, which
 * a program cannot set for itself. But ND4J searches for backends with a configurable class loader, so Plumbline gives
 * it one that does not find the other backend. So ND4J cannot silently replace a backend that fails.
 */
public final class Nd4jBackends {
    private static final Map<Backend, String> MODULES = Map.of(Backend.CPU, "/nd4j-native", Backend.CUDA, "/nd4j-cuda");
    private static final Map<Backend, String> CLASSES =
            Map.of(Backend.CPU, "CpuBackend", Backend.CUDA, "JCublasBackend");
    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    private Nd4jBackends() {}

    /** Starts ND4J on this backend, unless it runs already. */
    public static void start(Backend wanted) {
        QuietLogging.prepare();
        Backend backend = BackendSelection.here(wanted).orThrow();
        use(backend);
        Dl4jTuning.prepare();
        require(backend);
        if (backend == Backend.CPU) {
            KernelHint.log();
        }
    }

    /**
     * Makes ND4J use this backend, {@link Backend#CPU} or {@link Backend#CUDA}, when it starts. A later call has no
     * effect.
     */
    static void use(Backend backend) {
        Backend excluded = backend == Backend.CPU ? Backend.CUDA : Backend.CPU;
        ClassLoader loader = Nd4jBackends.class.getClassLoader();
        if (mayTake(excluded, loader)) {
            ND4JClassLoading.setNd4jClassloader(new FilteringClassLoader(loader, module(excluded)));
        }
    }

    /** Whether ND4J finds this backend with this class loader. */
    static boolean mayTake(Backend backend, ClassLoader loader) {
        return servicesOf(loader).stream().anyMatch(service -> service.getPath().contains(module(backend)));
    }

    /**
     * Checks that ND4J has started with this backend.
     *
     * @throws IllegalStateException if ND4J runs on the other backend
     */
    static void require(Backend backend) {
        String used = Nd4j.getBackend().getClass().getSimpleName();
        if (!used.equals(CLASSES.get(backend))) {
            throw new IllegalStateException("this process already uses " + used
                    + ", and DL4J cannot change its backend: start another process for " + backend);
        }
    }

    private static String module(Backend backend) {
        return Objects.requireNonNull(MODULES.get(backend));
    }

    private static List<URL> servicesOf(ClassLoader loader) {
        try {
            return Collections.list(loader.getResources(SERVICE));
        } catch (IOException e) {
            return List.of(); // ND4J finds none either and reports it
        }
    }

    /** Hides the service of one backend; otherwise like its parent. */
    static final class FilteringClassLoader extends ClassLoader {
        private final String module;

        FilteringClassLoader(ClassLoader parent, String module) {
            super(parent);
            this.module = module;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            Enumeration<URL> resources = super.getResources(name);
            return name.equals(SERVICE)
                    ? Collections.enumeration(Collections.list(resources).stream()
                            .filter(service -> !service.getPath().contains(module))
                            .toList())
                    : resources;
        }
    }
}
