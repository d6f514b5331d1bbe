package dev.plumbline.cli.options;

import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.cluster.ClusterEngines;
import dev.plumbline.cluster.ClusterExamples;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.trace.Engine;
import dev.plumbline.yaml.NetworkFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of the verbs that can train on a cluster. */
public final class SparkOption {
    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Train on Apache Spark: local[2], yarn, k8s://… or spark://host:7077. The file says with"
                    + " `distributed` how many workers there are.")
    private Optional<SparkMaster> master = Optional.empty();

    public boolean isGiven() {
        return master.isPresent();
    }

    /**
     * The engine of the cluster, if the option is given.
     *
     * @param endsOrderly whether a signal lets the training end at the next step
     * @throws RefusedException if this build has no Spark
     * @throws BadInputException if the network is not for several workers
     */
    public Optional<Engine> engine(LoadedNetwork loaded, Terminal terminal, boolean endsOrderly) {
        return master.map(where -> {
            ClusterEngines engines = engines();
            LoadedNetwork.placed(loaded.file(), () -> requireWorkers(loaded.spec()));
            Natives.announce(terminal);
            return engines.on(where, endsOrderly);
        });
    }

    /**
     * Reads the examples on the cluster, if the option is given and they are a table.
     *
     * @param directory the directory that the paths in the file start from
     * @param endsOrderly whether a signal lets the training end at the next step
     */
    public Optional<ClusterExamples> examples(
            NetworkFile file, Path directory, Terminal terminal, boolean endsOrderly) {
        return master.filter(where -> file.spec().data() instanceof DataSource.Csv)
                .map(where -> {
                    ClusterEngines engines = engines();
                    return LoadedNetwork.placed(file, () -> {
                        requireWorkers(file.spec());
                        refuseClassWeights(file.spec());
                        Natives.announce(terminal);
                        return engines.read(where, file.spec(), directory, endsOrderly);
                    });
                });
    }

    /** What this build has for clusters. */
    public static ClusterEngines engines() {
        return ClusterEngines.here().orElseThrow(SparkOption::missing);
    }

    private static RefusedException missing() {
        return new RefusedException(
                ErrorKind.CLUSTER_SETTINGS,
                "`--spark` needs the build for Spark, which is separate because of its size: "
                        + "start ./plumbline with PLUMBLINE_VARIANT=spark in the environment");
    }

    private static void refuseClassWeights(NetworkSpec spec) {
        if (spec.training().classWeight().isPresent()) {
            throw new InvalidSpecException(List.of(new Problem(
                    ErrorKind.OPTION_CONFLICT,
                    "training.class_weight",
                    "the weights of classes are not computed of a table that Spark reads",
                    "a training without `--spark`, or a column of weights: `weights: NAME` in `data.csv`")));
        }
    }

    private static NetworkSpec requireWorkers(NetworkSpec spec) {
        if (spec.training().distributed().isEmpty()) {
            throw new InvalidSpecException(
                    List.of(
                            new Problem(
                                    ErrorKind.MISSING_KEY,
                                    "training",
                                    "`--spark` needs `distributed`, which says how many workers train",
                                    "`distributed: { workers: 2 }` in `training`, or the option `--set training.distributed.workers=2`")));
        }
        return spec;
    }

    /** Reads the address of a cluster. */
    public static final class MasterConverter implements ITypeConverter<SparkMaster> {
        @Override
        public SparkMaster convert(String text) {
            try {
                return new SparkMaster(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
