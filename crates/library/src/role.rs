//! What a stem is in the arrangement.

use attacca_session::Colour;

/// What a stem is in the arrangement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The lead.
    Vocals,
    /// Choirs, doubles, harmonies.
    BackingVocals,
    /// The kit or a part of it, also programmed.
    Drums,
    /// What else is hit or shaken.
    Percussion,
    /// Bass of any kind.
    Bass,
    /// Piano, organ, electric piano.
    Keys,
    /// Guitars and what is plucked like them.
    Guitar,
    /// Bowed strings.
    Strings,
    /// Brass and woodwind.
    Brass,
    /// Synthesisers that lead or pulse.
    Synth,
    /// What sounds long and soft.
    Pads,
    /// Noises, risers, impacts.
    Effects,
    /// The metronome.
    Click,
    /// What only the band may hear: counts, spoken cues.
    Guide,
    /// The finished mix beside its stems.
    Mix,
    /// Anything else.
    Other,
}

impl Role {
    /// Every role, in the order that mixers show.
    pub const ALL: [Role; 16] = [
        Role::Vocals,
        Role::BackingVocals,
        Role::Drums,
        Role::Percussion,
        Role::Bass,
        Role::Keys,
        Role::Guitar,
        Role::Strings,
        Role::Brass,
        Role::Synth,
        Role::Pads,
        Role::Effects,
        Role::Click,
        Role::Guide,
        Role::Mix,
        Role::Other,
    ];

    /// Its name where it is stored and sent: `backingVocals`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Vocals => "vocals",
            Role::BackingVocals => "backingVocals",
            Role::Drums => "drums",
            Role::Percussion => "percussion",
            Role::Bass => "bass",
            Role::Keys => "keys",
            Role::Guitar => "guitar",
            Role::Strings => "strings",
            Role::Brass => "brass",
            Role::Synth => "synth",
            Role::Pads => "pads",
            Role::Effects => "effects",
            Role::Click => "click",
            Role::Guide => "guide",
            Role::Mix => "mix",
            Role::Other => "other",
        }
    }

    /// The role of this [name](Role::name).
    pub fn of_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// True for what the audience must never hear.
    pub fn is_for_the_band(self) -> bool {
        matches!(self, Role::Click | Role::Guide)
    }

    /// How stems of the role are marked unless their file or somebody says otherwise: colours that are told apart with every kind of
    /// colour vision, by hue and lightness.
    pub fn colour(self) -> Colour {
        let rgb: u32 = match self {
            Role::Vocals => 0xE6_7C_B1,
            Role::BackingVocals => 0x85_75_C4,
            Role::Drums => 0xCD_5C_6D,
            Role::Percussion => 0xFB_B9_7B,
            Role::Bass => 0x96_7E_1D,
            Role::Guitar => 0x9B_AE_2B,
            Role::Keys => 0xBB_EE_B8,
            Role::Pads | Role::Synth => 0x32_9A_96,
            Role::Strings => 0x89_D2_F6,
            Role::Brass => 0x7E_9F_FE,
            Role::Click => 0xDE_DE_DE,
            Role::Guide | Role::Effects | Role::Mix | Role::Other => 0xC2_AA_9B,
        };
        let [_, red, green, blue] = rgb.to_be_bytes();
        Colour { red, green, blue }
    }

    /// The bus that stems of the role go to unless somebody says otherwise: `click` and `guide` have
    /// their own, all others go to `main`.
    pub fn usual_bus(self) -> &'static str {
        match self {
            Role::Click => "click",
            Role::Guide => "guide",
            _ => "main",
        }
    }
}
