package dev.plumbline.cli.run;

import dev.plumbline.backend.BackendSelection;
import dev.plumbline.backend.Inventory;
import dev.plumbline.backend.Processor;
import dev.plumbline.cli.options.EngineChoice;
import dev.plumbline.cli.terminal.Version;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.model.Fingerprint;
import dev.plumbline.model.RunRecord;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records the data, versions and settings of a run. */
final class RunRecords {
    private RunRecords() {}

    /** The record of a run that starts now. */
    static RunRecord of(NetworkSpec spec, String engine, Path directory) throws IOException {
        return of(spec, engine, directory, Map.of());
    }

    /**
     * The record of a run that starts now.
     *
     * @param fingerprints the fingerprints of files that are read elsewhere
     */
    static RunRecord of(NetworkSpec spec, String engine, Path directory, Map<String, String> fingerprints)
            throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("plumbline", Version.here());
        versions.put("java", Runtime.version().toString());
        versions.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        Map<String, String> data = new LinkedHashMap<>();
        for (String file : files(spec)) {
            data.put(
                    file,
                    fingerprints.containsKey(file) ? fingerprints.get(file) : Fingerprint.of(directory.resolve(file)));
        }
        return new RunRecord(
                versions,
                Map.of(),
                engine,
                Inventory.here()
                        .threads()
                        .map(Integer::parseInt)
                        .orElse(Runtime.getRuntime().availableProcessors()),
                spec.seed(),
                directory.toAbsolutePath().normalize().toString(),
                data,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Optional.empty());
    }

    /**
     * The processor and, if DL4J trains on it, the kernel of OpenBLAS. Loads OpenBLAS for it, which alone knows its kernel.
     */
    static Map<String, String> machine(NetworkSpec spec, EngineChoice engine) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", Processor.here().name());
        if (engine == EngineChoice.dl4j) {
            Optional<String> kernel =
                    BackendSelection.here(spec.backend()).orThrow() == Backend.CPU ? Dl4j.kernel() : Optional.empty();
            kernel.ifPresent(name -> machine.put("kernel", name));
        }
        return machine;
    }

    /** The files of examples and initial weights that a network names, as written in its file. */
    static List<String> files(NetworkSpec spec) {
        List<String> names = new ArrayList<>(filesOfExamples(spec));
        spec.validation().flatMap(Validation::file).ifPresent(names::add);
        spec.validation().flatMap(Validation::targets).ifPresent(names::add);
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            Initializer init = spec.initOf(layer);
            if (init instanceof Initializer.Npy npy) {
                names.add(npy.file());
                npy.bias().ifPresent(names::add);
            } else if (init instanceof Initializer.Npz npz) {
                names.add(npz.file());
            }
        }
        return names;
    }

    private static List<String> filesOfExamples(NetworkSpec spec) {
        return spec.data().match(new DataSource.Cases<>() {
            @Override
            public List<String> inline(DataSource.Inline inline) {
                return List.of();
            }

            @Override
            public List<String> csv(DataSource.Csv csv) {
                return List.of(csv.file());
            }

            @Override
            public List<String> npz(DataSource.Npz npz) {
                return List.of(npz.file());
            }

            @Override
            public List<String> idx(DataSource.Idx idx) {
                return List.of(idx.inputs(), idx.targets());
            }
        });
    }
}
