package dev.plumbline.dl4j;

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
 * Which of the backends on the class path ND4J takes.
 *
 * <p>ND4J takes the one of highest priority that it can start, and reads priorities from environment variables, which a
 * program cannot set for itself. But it looks for backends with a class loader that can be set: it is given one that does
 * not find the other. So one that fails is not silently replaced by the other.
 */
final class Nd4jBackends {
    private static final Map<Backend, String> MODULES = Map.of(Backend.CPU, "/nd4j-native", Backend.CUDA, "/nd4j-cuda");
    private static final Map<Backend, String> CLASSES =
            Map.of(Backend.CPU, "CpuBackend", Backend.CUDA, "JCublasBackend");
    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    private Nd4jBackends() {}

    /** Has ND4J take this backend, {@link Backend#CPU} or {@link Backend#CUDA}, when it starts; afterwards it has no effect. */
    static void use(Backend backend) {
        Backend other = backend == Backend.CPU ? Backend.CUDA : Backend.CPU;
        ClassLoader loader = Nd4jBackends.class.getClassLoader();
        if (mayTake(other, loader)) {
            ND4JClassLoading.setNd4jClassloader(new Without(loader, module(other)));
        }
    }

    /** Whether ND4J would find this backend with a class loader. */
    static boolean mayTake(Backend backend, ClassLoader loader) {
        return servicesOf(loader).stream().anyMatch(service -> service.getPath().contains(module(backend)));
    }

    /**
     * Makes sure, once ND4J has started, that it did so with this backend.
     *
     * @throws IllegalStateException if it runs on the other one, which it began with
     */
    static void require(Backend backend) {
        String used = Nd4j.getBackend().getClass().getSimpleName();
        if (!used.equals(CLASSES.get(backend))) {
            throw new IllegalStateException("this process already calculates on " + used
                    + ", and ND4J cannot change it: start another one for " + backend);
        }
    }

    private static String module(Backend backend) {
        return Objects.requireNonNull(MODULES.get(backend));
    }

    private static List<URL> servicesOf(ClassLoader loader) {
        try {
            return Collections.list(loader.getResources(SERVICE));
        } catch (IOException e) {
            return List.of(); // ND4J will not find any either, and say so
        }
    }

    /** Does not find the service of one backend; everything else as its parent does. */
    static final class Without extends ClassLoader {
        private final String module;

        Without(ClassLoader parent, String module) {
            super(parent);
            this.module = module;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            Enumeration<URL> all = super.getResources(name);
            return name.equals(SERVICE)
                    ? Collections.enumeration(Collections.list(all).stream()
                            .filter(service -> !service.getPath().contains(module))
                            .toList())
                    : all;
        }
    }
}
