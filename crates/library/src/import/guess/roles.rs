//! Which words mean which role: English, and the commonest of German, Spanish and French, as sound engineers write them.
//!
//! The first rule with a matching phrase wins, so that "bass drum" is a drum, "synth bass" a bass, and "guide vocal" a guide. A phrase
//! is words in a row; `*` at a word's end means any ending, at its beginning any beginning.

use crate::Role;

/// The role, and the phrases that mean it, with commas between them.
type Rule = (Role, &'static str);

const RULES: [Rule; 23] = [
    (
        Role::Click,
        "click*, klick*, clic, clics, klik, clk, metronom*, metro, claqueta, claquetas, mtrnm",
    ),
    // Names that contain the words of another role.
    (Role::Keys, "vox organ, vox continental, choir organ, grand piano, church organ"),
    (Role::Percussion, "steel drum*, steelpan*, steel pan*, hand drum*, frame drum*"),
    (Role::Effects, "sub drop*, subdrop*, bass drop*, drum fill fx, reverse cymbal*"),
    (
        Role::Guide,
        "guide*, guia, guias, cue, cues, count, counts, countin, countoff, talkback, md, spoken cue*, \
         scratch v*, prompt, prompts, conteo, cuenta, decompte, einzahler, vorzahler, ansage*, \
         voicecue*, hinweis*, leitstimme, reperes, cuecall*",
    ),
    (
        Role::Brass,
        "bass clarinet*, bass trombone*, bass sax*, tenor sax*, alto sax*, soprano sax*, bari \
         sax*, baritone sax*, bass flute*",
    ),
    (
        Role::BackingVocals,
        "bv, bvs, bvx, bgv, bgvs, bgvox, bvox, bkv, bkvs, bvocal*, backing v*, background v*, \
         back v*, bg v*, bk v*, bckg v*, backup*, backings, backgroundvocal*, backingvocal*, \
         backgrounds, harmon*, harm, harms, choir*, chor, chore, choeur*, coro, coros, gang*, \
         chorus v*, doubles, vox double*, vocal double*, vox dbl*, vocal dbl*, adlib*, ad \
         lib*, ooh*, aah*, oohs, soprano*, alto, altos, tenor, tenors, crowd*, \
         hintergrundgesang, backgroundgesang, background gesang, backing gesang, segunda voz, \
         segundas voces, voces coro*, acompanamiento v*, chorstimme*, zweitstimme*, zweite \
         stimme*, backvox, backvocal*, background, vox bg*, vox back*, vocal* back*, vocal* \
         bg*, vox bv*, vox harm*, group v*",
    ),
    (
        Role::Vocals,
        "vocal*, vox, voxs, voc, vocs, voice*, voz, voces, voix, gesang*, *gesang, stimme*, \
         singer*, lv, lvox, ldv, ldvox, leadvox, leadvocal*, chant, chants, rap, raps, \
         cantante, canto, canta, acapella, acappella, a capella, a cappella, *vox, *vocals, \
         vocoder*, talkbox*, chanteu*, sanger*, melodie v*",
    ),
    (
        Role::Drums,
        "drum*, drm, drms, kit, kick*, kik, kck, bd, snare*, snr, snr*, hat, hats, hihat*, hi \
         hat*, hh, tom, toms, floortom*, racktom*, overhead*, cymbal*, ride, crash, china, \
         splash, batterie*, bateria*, schlagzeug*, trommel*, bass drum*, bassdrum*, \
         grosse caisse, caisse claire, caja, bombo, becken, platillo*, redoblante*, charley, \
         beat, beats, rimshot*, sidestick*, side stick*, *drums, *kick, *snare, breakbeat*, \
         tr 808, tr 909, 909",
    ),
    (
        Role::Percussion,
        "perc, percs, prc, percus*, perkus*, shaker*, shkr, tamb, tambs, tambo, tambour*, \
         conga*, bongo*, cowbell*, clap*, handclap*, snap*, fingersnap*, triangle*, cajon*, \
         djembe*, timbale*, tabla*, maraca*, guiro*, cabasa*, woodblock*, timpani*, pauke*, \
         stomp*, palmas, schellen*, rassel*, udu, surdo*, agogo*, marimba*, xylophon*, \
         xilofon*, vibraphon*, vibrafon*, vibes, glock*, mallet*, bells, chimes, windchime*, \
         pandeiro*, pandereta*, castanet*, castan*, clave, claves, taiko*, tubular*, \
         crotale*, sleigh*",
    ),
    (
        Role::Brass,
        "brass*, horn, horns, hrn, hrns, trumpet*, tpt, tpts, trpt*, trp, trombon*, tbn, \
         tbns, trb, sax, saxes, saxo, saxos, saxophon*, saxofon*, tuba*, flugelhorn*, \
         fluegelhorn*, flute*, flote*, querflote*, flauta*, clarinet*, klarinette*, \
         clarinette*, oboe*, hautbois, bassoon*, fagott*, fagot, basson, woodwind*, winds, \
         blaser*, *blaser, trompet*, posaune*, viento*, metales, cuivres, piccolo*, \
         waldhorn*, euphonium*, panflute*, tin whistle, whistle",
    ),
    (Role::Guitar, "12 string*, twelve string*, nylon string*, steel string*"),
    (
        Role::Bass,
        "bass, basses, bass*, bss, bs, basse, bajo, bajos, sub, subs, subbass*, 808, 808*, \
         contrabas*, kontrabas*, contrebasse*, contrabajo*, upright, *bass, reese*, moog bass",
    ),
    (
        Role::Pads,
        "pad, pads, *pad, *pads, atmo, atmos, atmosphere*, drone*, swell*, texture*, \
         ambient*, ambience*, flache*, synthflache*, streicherflache*, teppich*, colchon*, \
         nappe*, soundscape*, ambiente*, *flachen",
    ),
    (
        Role::Guitar,
        "guitar*, gtr*, *gtr, *gtrs, git, gits, gt, gts, guit, guits, gitarre*, *gitarre, \
         *gitarren, guitarra*, guitare*, acoustic, acoustics, acous, aco, ac, akustik*, \
         acustica*, acoustique, eg, egs, ag, ags, elec, egit*, agit*, ukulele*, uke, ukes, \
         banjo*, mandolin*, bouzouki*, dobro*, slide, lap steel*, lapsteel*, pedal steel*, \
         pedalsteel*, steel, sitar*, strat, tele, les paul, oud, charango*, requinto*, nylon, \
         powerchord*, power chord*, palm mute*, *guitar, *guitars, *guitarra",
    ),
    (
        Role::Strings,
        "string, strings, strngs, strgs, strs, str, violin*, vln, vlns, viola*, vla, vlas, \
         cello*, vlc, vc, celli, orch, orchest*, orquest*, streicher*, geige*, bratsche*, \
         cuerda*, violonchelo*, cordes, violon*, quartet*, quartett*, pizz*, fiddle*, harp, \
         harps, harfe*, arpa, arpas, harpe*, *strings, spiccato*, tremolo strings, ensemble*",
    ),
    (
        Role::Keys,
        "key, keys, keyb, keybs, keyboard*, kbd, kbds, kb, kys, piano*, *piano, *pianos, pno, \
         pnos, organ, organs, organ*, org, orgel*, orgue*, hammond*, b 3, rhodes, rhds, \
         wurl*, ep, eps, epno, clav*, klavier*, tasten*, teclado*, flugel, accordeon*, \
         accordion*, akkordeon*, acordeon*, celest*, harpsichord*, cembalo*, mellotron*, \
         leslie, nord, farfisa*, harmonium*, melodica*, toy piano",
    ),
    (
        Role::Effects,
        "fx, sfx, efx, effect*, effekt*, efecto*, effet*, riser*, rise, impact*, sweep*, \
         downlifter*, uplifter*, downer*, whoosh*, swoosh*, noise*, boom*, drop, drops, \
         reverse*, transition*, foley*, gerausch*, ruido*, bruitage*, bruit*, explosion*, \
         vinyl*, glitch*, scratches, earcandy, ear candy, siren*, *fx, ubergang*, uebergang*",
    ),
    (
        Role::Synth,
        "synth*, syn, syns, snth, synt*, sintetizador*, sinte, sintes, arp, arps, arpegg*, \
         arpegi*, arpege, pluck*, moog*, juno*, prophet*, jupiter*, saw, saws, supersaw*, \
         seq, seqs, sequence*, sequenc*, sequenz*, stab, stabs, poly, serum*, dx 7, lead \
         synth, *synth, theremin*, chiptune*, bleep*, hook synth",
    ),
    (
        Role::Mix,
        "mix, mixes, mixdown*, master*, full song, fullmix*, stereo mix, 2 mix, premaster*, \
         rough, original, instrumental*, mezcla*, gesamt*, summe, mixage*, reference, ref, \
         fullband, full band",
    ),
    // Words that mean something only when nothing else was said.
    (Role::Vocals, "lead, leads, ld, rap*, principal, topline*, melody"),
    (Role::BackingVocals, "backing, backing*, dbl, double, bg, stacks"),
    (Role::Drums, "oh, ohs, room, rooms, sn, sd, ht, mt, lt, ft, loop, loops, groove*"),
];

/// Words that say what a "backing" is not.
const NOT_VOICES: [&str; 3] = ["track", "tracks", "trax"];

/// What a stem of a name of these words is.
pub(super) fn role(tokens: &[String]) -> Role {
    if tokens.iter().any(|token| token.starts_with("playback")) || is_backing_track(tokens) {
        return Role::Other;
    }
    let matching = RULES.iter().find(|(_, phrases)| phrases.split(", ").any(|p| occurs(p, tokens)));
    matching.map_or(Role::Other, |(role, _)| *role)
}

/// All of the band in one file, which is no mix beside its stems.
fn is_backing_track(tokens: &[String]) -> bool {
    tokens.windows(2).any(|pair| pair[0] == "backing" && NOT_VOICES.contains(&&*pair[1]))
        || tokens.iter().any(|token| token == "backingtrack")
}

fn occurs(phrase: &str, tokens: &[String]) -> bool {
    let words: Vec<&str> = phrase.split(' ').collect();
    tokens
        .windows(words.len())
        .any(|window| window.iter().zip(&words).all(|(token, word)| matches(word, token)))
}

fn matches(word: &str, token: &str) -> bool {
    if let Some(beginning) = word.strip_suffix('*') {
        token.starts_with(beginning)
    } else if let Some(ending) = word.strip_prefix('*') {
        token.ends_with(ending)
    } else {
        token == word
    }
}
