package org.whynot.classifier.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.whynot.classifier.onnx.WireReader.Field;

/** Reads one ONNX file, and refuses what can't be run safely. Used once. */
final class OnnxParser {

    /** Domains whose operators every ONNX Runtime has. */
    private static final Set<String> KNOWN_DOMAINS = Set.of(
            "",
            "ai.onnx",
            "ai.onnx.ml",
            "ai.onnx.training",
            "ai.onnx.preview.training",
            "com.microsoft",
            "com.microsoft.nchwc",
            "com.ms.internal.nhwc");

    private static final Set<String> ACTIVATIONS = Set.of(
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Elu",
            "Selu",
            "Celu",
            "Clip",
            "HardSwish",
            "HardSigmoid",
            "Mish",
            "Gelu",
            "FastGelu",
            "QuickGelu",
            "Softplus",
            "Softsign",
            "ThresholdedRelu",
            "Tanh");
    private static final Set<String> JOINS = Set.of("Add", "Mul", "Concat", "Sum");

    /** Fields of a ModelProto. */
    private static final Set<Integer> MODEL_FIELDS = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26);
    /** Nodes that a network may have. */
    private static final int MOST_NODES = 1_000_000;

    private static final int OPERATORS_IN_MESSAGE = 5;

    private final Path path;
    private final String named;
    private String producer = "";
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final List<GraphTensor> inputs = new ArrayList<>();
    private final List<GraphTensor> outputs = new ArrayList<>();
    /** The nodes of the network itself, in the order of computation. */
    private final List<Node> computed = new ArrayList<>();

    private final Map<String, GraphTensor> stated = new HashMap<>();
    private final Set<String> weights = new HashSet<>();
    private final Set<String> symbols = new LinkedHashSet<>();
    /** Operators of other domains, as {@code domain::name}. */
    private final Set<String> custom = new LinkedHashSet<>();
    /** Operators that the file defines itself, out of others. */
    private final Set<String> functions = new HashSet<>();

    private final Set<String> externalFiles = new LinkedHashSet<>();
    /** A node: what it makes of what. */
    private record Node(String operator, List<String> inputs, List<String> outputs) {}

    private int graphs;
    private int nodes;
    private WireReader in;

    OnnxParser(Path path) {
        this.path = path;
        named = "'" + path + "'";
    }

    OnnxFile read() throws IOException {
        if (!Files.isRegularFile(path)) throw new IOException(named + " is not a file. Choose an .onnx file.");
        try (WireReader reader = new WireReader(path)) {
            in = reader;
            if (reader.size() == 0) throw new IOException(named + " is empty. Export the classifier again.");
            if (reader.size() > OnnxFile.LARGEST)
                throw new IOException(named + " has " + megabytes(reader.size()) + " MB, but an ONNX file has at most "
                        + megabytes(OnnxFile.LARGEST)
                        + ". Export it with its weights in a file beside it (external data).");
            reader.message(reader.size(), this::model);
        } catch (WireReader.CutShortException e) {
            throw graphs == 0 && producer.isEmpty() && opsets.isEmpty() ? notOnnx() : cutShort(e);
        } catch (WireReader.MalformedException e) {
            throw graphs == 0 ? notOnnx() : damaged(e);
        }
        if (graphs == 0 || nodes == 0) throw notOnnx();
        if (opsets.isEmpty() || outputs.isEmpty())
            throw new IOException(named + " is cut short or damaged: it lacks the "
                    + (outputs.isEmpty() ? "outputs of its network" : "version of its operators (opset)")
                    + ". Copy or export it again.");
        checkOperators();
        inputs.removeIf(input -> weights.contains(input.name()));
        checkPrecision();
        long externalBytes = externalBytes();
        Map<String, Node> makers = makers();
        return new OnnxFile(
                path,
                producer.trim(),
                opsets,
                inputs,
                made(outputs, makers),
                inner(makers),
                stages(makers),
                symbols,
                externalBytes);
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }

    private IOException notOnnx() {
        return new IOException(named + " is not an ONNX file. Choose a file that was exported as ONNX, for example with"
                + " torch.onnx.export.");
    }

    private IOException cutShort(Exception e) {
        return new IOException(named + " is cut short: " + e.getMessage() + ". Copy or download it again.", e);
    }

    private IOException damaged(Exception e) {
        return new IOException(named + " is damaged: " + e.getMessage() + ". Copy or export it again.", e);
    }

    private void model(Field field) throws IOException {
        if (!MODEL_FIELDS.contains(field.number()))
            throw new WireReader.MalformedException("no ONNX network has field " + field.number());
        switch (field.number()) {
            case 2, 3 -> producer += in.string(field) + " ";
            case 7 -> {
                graphs++;
                in.message(field, this::graph);
            }
            case 8 -> opset(field);
            case 25 -> function(field);
            default -> {}
        }
    }

    private void opset(Field field) throws IOException {
        String[] domain = {""};
        long[] version = {0};
        in.message(field, part -> {
            if (part.number() == 1) domain[0] = in.string(part);
            if (part.number() == 2) version[0] = part.value();
        });
        opsets.put(domain[0].equals("ai.onnx") ? "" : domain[0], version[0]);
    }

    private void function(Field field) throws IOException {
        String[] name = {"", ""};
        in.message(field, part -> {
            if (part.number() == 1) name[1] = in.string(part);
            if (part.number() == 10) name[0] = in.string(part);
            if (part.number() == 7) node(part, false);
        });
        functions.add(name[0] + "::" + name[1]);
    }

    private void graph(Field field) throws IOException {
        switch (field.number()) {
            case 1 -> node(field, true);
            case 5 -> weights.add(tensor(field));
            case 11 -> inputs.add(value(field));
            case 12 -> outputs.add(value(field));
            case 13 -> {
                GraphTensor value = value(field);
                stated.put(value.name(), value);
            }
            case 15 ->
                in.message(field, part -> {
                    if (part.number() == 1) weights.add(tensor(part));
                    if (part.number() == 2) tensor(part);
                });
            default -> {}
        }
    }

    /** A graph inside a node, of which only what it needs matters. */
    private void innerGraph(Field field) throws IOException {
        if (field.number() == 1) node(field, false);
        if (field.number() == 5) tensor(field);
    }

    /** @param isOuter whether what it makes can be an output of the network */
    private void node(Field field, boolean isOuter) throws IOException {
        if (++nodes > MOST_NODES)
            throw new IOException(named + " is too large: it has more than " + MOST_NODES + " nodes.");
        List<String> given = new ArrayList<>();
        List<String> results = new ArrayList<>();
        String[] name = {"", ""};
        in.message(field, part -> {
            switch (part.number()) {
                case 1 -> given.add(in.string(part));
                case 2 -> results.add(in.string(part));
                case 4 -> name[1] = in.string(part);
                case 5 -> in.message(part, this::attribute);
                case 7 -> name[0] = in.string(part);
                default -> {}
            }
        });
        if (!KNOWN_DOMAINS.contains(name[0])) custom.add(name[0] + "::" + name[1]);
        if (isOuter) computed.add(new Node(name[1], given, results));
    }

    private void attribute(Field field) throws IOException {
        switch (field.number()) {
            case 5, 10 -> tensor(field);
            case 6, 11 -> in.message(field, this::innerGraph);
            default -> {}
        }
    }

    /** Passes over a tensor's numbers; its name. */
    private String tensor(Field field) throws IOException {
        String[] name = {""};
        in.message(field, part -> {
            if (part.number() == 8) name[0] = in.string(part);
            if (part.number() == 13) {
                String[] entry = {"", ""};
                in.message(part, word -> entry[word.number() == 1 ? 0 : 1] = in.string(word));
                if (entry[0].equals("location")) externalFiles.add(entry[1]);
            }
        });
        return name[0];
    }

    private GraphTensor value(Field field) throws IOException {
        String[] name = {""};
        int[] type = {0};
        List<Long> shape = new ArrayList<>();
        in.message(field, part -> {
            if (part.number() == 1) name[0] = in.string(part);
            if (part.number() == 2)
                in.message(part, kind -> {
                    if (kind.number() == 1)
                        in.message(kind, of -> {
                            if (of.number() == 1) type[0] = (int) of.value();
                            if (of.number() == 2) in.message(of, dimension -> shape.add(dimension(dimension)));
                        });
                });
        });
        return new GraphTensor(name[0], "", type[0], shape);
    }

    private long dimension(Field field) throws IOException {
        long[] size = {GraphTensor.UNKNOWN};
        in.message(field, part -> {
            if (part.number() == 1) size[0] = part.value() > 0 ? part.value() : GraphTensor.UNKNOWN;
            if (part.number() == 2) {
                String symbol = in.string(part);
                if (!symbol.isEmpty()) symbols.add(symbol);
            }
        });
        return size[0];
    }

    /** The node that makes each tensor which depends on an input, in the order of computation. */
    private Map<String, Node> makers() {
        Set<String> live = new HashSet<>();
        inputs.forEach(input -> live.add(input.name()));
        Map<String, Node> makers = new LinkedHashMap<>();
        for (Node node : computed)
            if (node.inputs().stream().anyMatch(live::contains))
                for (String output : node.outputs())
                    if (!output.isEmpty() && live.add(output)) makers.put(output, node);
        return makers;
    }

    private static List<GraphTensor> made(List<GraphTensor> outputs, Map<String, Node> makers) {
        return outputs.stream()
                .map(output -> new GraphTensor(
                        output.name(),
                        makers.containsKey(output.name())
                                ? makers.get(output.name()).operator()
                                : "",
                        output.elementType(),
                        output.shape()))
                .toList();
    }

    private List<GraphTensor> inner(Map<String, Node> makers) {
        Set<String> given = new HashSet<>();
        outputs.forEach(output -> given.add(output.name()));
        List<GraphTensor> inner = new ArrayList<>();
        makers.forEach((name, node) -> {
            GraphTensor known = stated.getOrDefault(name, new GraphTensor(name, "", 0, List.of()));
            if (!given.contains(name))
                inner.add(new GraphTensor(name, node.operator(), known.elementType(), known.shape()));
        });
        return inner;
    }

    /** What an activation makes, or the sum or product of two computed tensors, unless an activation follows. */
    private List<String> stages(Map<String, Node> makers) {
        Map<String, List<String>> users = new HashMap<>();
        for (Node node : new LinkedHashSet<>(makers.values()))
            for (String input : node.inputs())
                users.computeIfAbsent(input, name -> new ArrayList<>()).add(node.operator());
        List<String> stages = new ArrayList<>();
        makers.forEach((name, node) -> {
            boolean isJoin = JOINS.contains(node.operator())
                    && node.inputs().stream().filter(makers::containsKey).count() > 1;
            List<String> after = users.getOrDefault(name, List.of());
            boolean isBeforeActivation = !after.isEmpty() && ACTIVATIONS.containsAll(after);
            if ((isJoin || ACTIVATIONS.contains(node.operator())) && !isBeforeActivation) stages.add(name);
        });
        return stages;
    }

    private void checkOperators() throws IOException {
        custom.removeAll(functions);
        if (custom.isEmpty()) return;
        List<String> some = custom.stream().limit(OPERATORS_IN_MESSAGE).toList();
        throw new IOException(named + " needs operators that are not part of ONNX: " + String.join(", ", some)
                + (custom.size() > some.size() ? " and " + (custom.size() - some.size()) + " more" : "")
                + ". Export the classifier without them.");
    }

    private void checkPrecision() throws IOException {
        for (List<GraphTensor> all : List.of(inputs, outputs))
            for (GraphTensor tensor : all)
                if (tensor.isHalf())
                    throw new IOException(named + " is in half precision: its "
                            + (all == inputs ? "input" : "output") + " '" + tensor.name() + "' has the type "
                            + tensor.type() + ". Export it with 32-bit numbers (model.float() in PyTorch).");
    }

    /** Bytes of the files that weights lie in, each of which must be in the file's own folder or below it. */
    private long externalBytes() throws IOException {
        if (externalFiles.isEmpty()) return 0;
        Path folder = path.toAbsolutePath().getParent().toRealPath();
        long bytes = 0;
        for (String location : externalFiles) {
            Path file = external(folder, location);
            bytes += Files.size(file);
        }
        if (bytes > OnnxFile.LARGEST_EXTERNAL)
            throw new IOException(named + " is too large: its weights have " + megabytes(bytes) + " MB; up to "
                    + megabytes(OnnxFile.LARGEST_EXTERNAL) + " are opened.");
        return bytes;
    }

    private Path external(Path folder, String location) throws IOException {
        Path file;
        try {
            file = folder.resolve(location).normalize();
        } catch (InvalidPathException e) {
            throw new IOException(
                    named + " has weights in the file '" + location + "', which is no name of a file.", e);
        }
        // A link may lead out of the folder as well as a name may.
        boolean isInside = !location.startsWith("/") && !Path.of(location).isAbsolute() && file.startsWith(folder);
        if (isInside && !Files.isRegularFile(file))
            throw new IOException(named + " has its weights in the file '" + location
                    + "', which does not lie beside it. Copy it there.");
        if (!isInside || !file.toRealPath().startsWith(folder))
            throw new IOException(named + " wants to read weights outside its folder: '" + location
                    + "'. Export it anew, with the weights beside it.");
        return file;
    }
}
