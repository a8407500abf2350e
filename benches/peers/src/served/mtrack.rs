//! mtrack, a program under the GPL 3: started with a project of its own, and steered by OSC.

use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    time::Duration,
};

use attacca_test_support::{audio_server::AudioServer, files::TestFolder};

use super::{BLOCK_FRAMES, Engagement, osc};
use crate::{device::SAMPLE_RATE, material};

/// How long it may take to read its song.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// The project: ALSA's default device, and who steers it. The rest is as mtrack has it by default.
const PROJECT: &str = "songs: songs
profiles:
- kind: hardware_profile
  audio:
    device: alsa:default
    sample_rate: RATE
    sample_format: float
    stream_buffer_size: BLOCK
    track_mappings:
MAPPINGS  controllers:
  - kind: osc
    port: PORT
    broadcast_addresses: [\"LISTENER\"]
";

/// A running mtrack, told by datagrams.
pub(crate) struct Mtrack {
    socket: UdpSocket,
    port: SocketAddr,
    /// Its project, which vanishes with this.
    _project: TestFolder,
}

impl Mtrack {
    /// Starts it with the song as its only one. The process outlives this.
    ///
    /// # Errors
    /// When its project can't be written, or it can't be started.
    pub(crate) fn start(
        engagement: &Engagement,
        server: &AudioServer,
    ) -> io::Result<(Child, Mtrack)> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        // Ports that are free: the system gives them, and has them back at once.
        let port = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?.local_addr()?.port();
        let web = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        // mtrack reads paths as seen from its project.
        let stems = material::stems_in(&fs::canonicalize(&engagement.song)?)?;
        let project = TestFolder::new();
        fs::write(project.path("mtrack.yaml"), project_yaml(&stems, port, socket.local_addr()?))?;
        fs::write(project.make_folder("songs/song").join("song.yaml"), song_yaml(&stems))?;
        let mut command = server.command(&engagement.program);
        command.arg("start").arg(project.root());
        command.args(["--web-address", "127.0.0.1", "--web-port", &web.to_string()]);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let port = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Ok((process, Mtrack { socket, port, _project: project }))
    }

    /// Waits until it says how it is, which it does twice a second.
    ///
    /// # Errors
    /// When it never does.
    pub(crate) fn wait_for_status(&self) -> io::Result<()> {
        self.socket.set_read_timeout(Some(START_TIMEOUT))?;
        self.socket.recv(&mut [0; 1500]).map(drop)
    }

    /// Plays from the first frame.
    pub(crate) fn play(&self) -> io::Result<()> {
        self.send(&osc::message("/mtrack/play"))
    }

    /// Stops, and goes to the first frame.
    pub(crate) fn stop(&self) -> io::Result<()> {
        self.send(&osc::message("/mtrack/stop"))
    }

    /// Goes on elsewhere.
    pub(crate) fn seek(&self, seconds: f64) -> io::Result<()> {
        self.send(&osc::message_with_number("/mtrack/seek", seconds))
    }

    fn send(&self, message: &[u8]) -> io::Result<()> {
        self.socket.send_to(message, self.port).map(drop)
    }
}

fn project_yaml(stems: &[PathBuf], port: u16, listener: SocketAddr) -> String {
    let mapping = |number: usize| format!("      l{number}: [1]\n      r{number}: [2]\n");
    let mappings: String = (0..stems.len()).map(mapping).collect();
    PROJECT
        .replace("RATE", &SAMPLE_RATE.to_string())
        .replace("BLOCK", &BLOCK_FRAMES.to_string())
        .replace("MAPPINGS", &mappings)
        .replace("PORT", &port.to_string())
        .replace("LISTENER", &listener.to_string())
}

/// Each stem is two tracks, as a track of mtrack's is one channel of a file.
fn song_yaml(stems: &[PathBuf]) -> String {
    let track = |(number, stem): (usize, &PathBuf)| {
        let file = quoted(stem);
        ["l", "r"].into_iter().zip(1..).fold(String::new(), |text, (side, channel)| {
            text + &format!("- name: {side}{number}\n  file: {file}\n  file_channel: {channel}\n")
        })
    };
    let tracks: String = stems.iter().enumerate().map(track).collect();
    format!("kind: song\nname: song\ntracks:\n{tracks}")
}

/// The path as YAML's single-quoted text.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "''"))
}
