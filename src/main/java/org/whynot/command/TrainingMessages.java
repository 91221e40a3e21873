package org.whynot.command;

/** What the parameters of the two training steps mean, for dialog, help and shell. */
final class TrainingMessages {

    /** The headings of what is folded away. */
    static final String OPTIMISATION = "Optimisation";

    static final String NETWORK = "Network";
    static final String CLIPS = "Clips";
    static final String OBJECTIVES = "What is learned";
    static final String TUBES = "Tubes";
    static final String RUN = "Run";

    static final String DATASET = "The folder of the data set: its tables and videos.";
    static final String EPOCHS = "How often every training video is processed.";
    static final String BATCH_SIZE = "How many videos are learned from at a time.";
    static final String LEARNING_RATE =
            "The largest learning rate; 0, for an explainer only: one that suits its class kernels. Lower it if the loss"
                    + " rises or is no longer a number.";
    static final String SCHEDULE =
            "How the learning rate changes: up and down ('one-cycle'), not at all ('constant', as published), to a tenth"
                    + " after a half and a hundredth after three quarters ('step'), or slowly down ('cosine').";
    static final String MOMENTUM = "Share of the last step that is added to the next, 0 to 1.";
    static final String WEIGHT_DECAY = "By how much weights are pulled towards 0, 0 to 1.";
    static final String GRADIENT_CLIP = "Gradients longer than this are shortened to it; 0: never.";
    static final String AUGMENTATION = "How training videos are varied at random: 'yes', 'no', or those wanted of crop,"
            + "flip,brightness,shorten (without flip where left and right matter) and, so that the scene counts less,"
            + " colour,cutout,background.";
    static final String CHECKPOINT_MINUTES =
            "The state is saved after every epoch, and after so many minutes within one, so that no more is lost.";
    static final String SEED = "The same seed trains the same model.";
    static final String DEVICE = "What computes: the processor, a graphics card, or whichever is there.";

    static final String MODEL_NAME = "The model's name, and that of its folder.";
    static final String MODELS_FOLDER =
            "The folder in which the model's folder is made, for example the plugin's folder 'models'.";
    static final String MINUTES = "How long it may take, evaluation included. The longer, the better, up to an hour for"
            + " some hundred videos.";
    static final String START_FROM_ANY =
            "A model to start from, by its name or folder, whose classes may be others: bundled, imported, or 'nothing'.";
    static final String NEW_MODEL = "The model folder to make, new or empty; the model is named after it.";
    static final String START_FROM = "A model, by its name or folder, whose convolutions the new classifier starts"
            + " with; its classes may be others. Empty: start from nothing.";
    static final String FROZEN_BACKBONE =
            "Whether the network that start_from names, own or imported, stays as it is and only"
                    + " a new last layer is trained, in minutes: for few videos. Epochs, network and clips don't matter then.";
    static final String BACKBONE_CLIPS =
            "With a frozen backbone: how many clips of a video are learned from at most, evenly spaced.";
    static final String WIDTHS =
            "The size of the network: 'laptop', 'published' (needs a graphics card), or five numbers.";
    static final String FULLY_CONNECTED = "How many fully connected layers the network ends with, 1 to 3.";
    static final String CELL_SIZE =
            "Pixels of the network's input in a cell, of which tubes are made: 16 as published, or 8 for"
                    + " finer tubes (takes half as long again).";
    static final String CLIP_FRAMES = "How many frames of a video are classified at a time.";
    static final String FRAME_STEP = "Every how many frames of a video one is sampled.";
    static final String INPUT_SIZE =
            "Width and height of what the network sees, in pixels, a multiple of 16 (a cell of an explanation).";
    static final String RESIZE =
            "How a frame that is not square becomes so: it is stretched, or only its middle is used ('crop').";
    static final String VALIDATE_EVERY = "After how many epochs the classifier is tried on the videos of the split"
            + " 'validation' (of 'test' where there are none), for the curves; 0: never, which is fastest.";

    static final String CLASSIFIER =
            "The classifier to explain: the folder that Train Classifier... made, or a model's name.";
    static final String COMPLETED_MODEL =
            "The model folder to make, new or empty; if none is given, the classifier's folder is completed.";
    static final String OBJECTIVE =
            "What is learned: the paper's loss, or to separate attributes that two classes share from those that they don't.";
    static final String CLASS_KERNELS =
            "Where the class part of what is looked for comes from: 'learned' as published, or the"
                    + " 'classifier' itself, so that tubes show what it uses.";
    static final String ATTRIBUTES =
            "Which attributes may explain: 'all', or those that have boxes in the data set and so can be pointed at ('located').";
    static final String SHAPES =
            "How many cells (rows x columns) a tube's box may have: 'all', or some of 2x2, 2x3, 3x2, 3x3 with commas"
                    + " between them.";
    static final String TRIM =
            "Cuts the weak ends of tubes: their frames must stand out by this share of the tube's mean; 0 as"
                    + " published, 0.7 for events that are short.";
    static final String GRADIENT =
            "Two ways to the same gradient: 'pooled' is faster on a processor, 'autodiff' is as published.";
    static final String RADIUS = "How many cells a tube may move from a frame to the next.";

    private TrainingMessages() {}
}
