package dev.plumbline.dl4j;

import dev.plumbline.spec.Backend;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.nd4j.common.config.ND4JClassLoading;

/**
 * Which of the backends on the class path ND4J takes.
 *
 * <p>ND4J takes the one of highest priority that it can start, and reads priorities from environment variables, which a
 * program cannot set for itself. But it looks for backends with a class loader that can be set: it is given one that finds
 * the one backend only. So one that fails is not silently replaced by the other.
 */
public final class Nd4jBackends {
    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    private Nd4jBackends() {}

    /**
     * Has ND4J take this backend when it starts; afterwards it has no effect.
     *
     * @throws IllegalArgumentException if it is {@link Backend#AUTO}, of which somebody has to make one of the others
     */
    public static void use(Backend backend) {
        String module =
                switch (backend) {
                    case CPU -> "nd4j-native";
                    case CUDA -> "nd4j-cuda";
                    case AUTO -> throw new IllegalArgumentException("auto is no backend");
                };
        ClassLoader loader = Nd4jBackends.class.getClassLoader();
        if (servicesOf(loader).stream().anyMatch(service -> !isOf(service, module))) {
            ND4JClassLoading.setNd4jClassloader(new OnlyOne(loader, module));
        }
    }

    private static List<URL> servicesOf(ClassLoader loader) {
        try {
            return Collections.list(loader.getResources(SERVICE));
        } catch (IOException e) {
            return List.of(); // ND4J will not find any either, and say so
        }
    }

    private static boolean isOf(URL service, String module) {
        return service.getPath().contains("/" + module);
    }

    /** Finds the service of one backend; everything else as its parent does. */
    static final class OnlyOne extends ClassLoader {
        private final String module;

        OnlyOne(ClassLoader parent, String module) {
            super(parent);
            this.module = module;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            Enumeration<URL> all = super.getResources(name);
            return name.equals(SERVICE)
                    ? Collections.enumeration(Collections.list(all).stream()
                            .filter(service -> isOf(service, module))
                            .toList())
                    : all;
        }
    }
}
